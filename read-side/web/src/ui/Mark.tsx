import icon from '../app/icon.svg';

export const Mark = ({ size = 28 }: { size?: number }) => <img src={icon} width={size} height={size} alt="" />;
