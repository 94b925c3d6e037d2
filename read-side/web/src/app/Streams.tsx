// The picture of the sign-in page: event streams that run beside each other and meet.
const LANES = [
  { y: 40, marks: [60, 150, 310] },
  { y: 84, marks: [110, 240, 420, 500] },
  { y: 128, marks: [40, 200, 360] },
  { y: 172, marks: [90, 290, 470] },
  { y: 216, marks: [160, 250, 400, 540] },
] as const;

export function Streams() {
  return (
    <svg className="streams" viewBox="0 0 600 260" preserveAspectRatio="xMidYMid slice" aria-hidden focusable="false">
      {LANES.map(({ y, marks }, lane) => (
        <g key={y} className={`streams-lane streams-lane-${lane}`}>
          <path d={`M0 ${y} C 200 ${y}, 320 ${y + (lane - 2) * -14}, 600 ${130 + (lane - 2) * 14}`} />
          {marks.map((x) => (
            <circle key={x} cx={x} cy={curve(x / 600, y, lane)} r={lane === 2 ? 5 : 3.5} />
          ))}
        </g>
      ))}
    </svg>
  );
}

/** The height of the lane's curve at a share of its width (the control points are spread almost evenly, so x is close to the parameter). */
function curve(u: number, y: number, lane: number): number {
  const [a, b, c, d] = [y, y, y + (lane - 2) * -14, 130 + (lane - 2) * 14];
  const v = 1 - u;
  return v * v * v * a! + 3 * v * v * u * b! + 3 * v * u * u * c! + u * u * u * d!;
}
