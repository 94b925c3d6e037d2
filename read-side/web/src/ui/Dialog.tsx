import { Modal, type ModalProps } from '@mantine/core';
import { useLanguage } from '../i18n/use-language.tsx';

/** The library's dialog with a close button that has a name. */
export function Dialog(props: ModalProps) {
  const { t } = useLanguage();
  return <Modal {...props} closeButtonProps={{ 'aria-label': t('common.close'), size: 32 }} />;
}
