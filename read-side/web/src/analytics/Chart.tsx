// Charts that read without colour and without sight: values stand beside the bars, lines differ by their dashes, and the table is never far.
import { showNumber } from '../i18n/format.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { linesOf, type Series, type Shape, shapeOf, ticks } from './shape.ts';
import type { Answer, Chart as ChartOf } from './types.ts';

const MOST_BARS = 40;

export function Chart({ answer, chart, title }: { answer: Answer; chart: ChartOf; title: string }) {
  const { t } = useLanguage();
  const shape = shapeOf(answer, chart);
  if (shape.series.length === 0) return <p className="desk-note">{t('analytics.chart.nothing')}</p>;
  if (chart.kind === 'number') return <BigNumber series={shape.series[0]!} />;
  return (
    <figure className="chart">
      {shape.series.length > 1 && <Legend series={shape.series} dashed={chart.kind === 'line'} />}
      {chart.kind === 'line' ? <Lines shape={shape} title={title} /> : <Bars shape={shape} title={title} />}
    </figure>
  );
}

function BigNumber({ series: { name, values } }: { series: Series }) {
  const [value] = values;
  return (
    <p className="chart-number">
      <strong>{value === null || value === undefined ? '–' : showNumber(value)}</strong>
      <span className="muted">{name}</span>
    </p>
  );
}

function Legend({ series, dashed }: { series: readonly Series[]; dashed: boolean }) {
  return (
    <figcaption className="row small">
      {series.map(({ name }, i) => (
        <span key={name} className="row">
          <svg width="28" height="10" aria-hidden className={`series-${i % 4}`}>
            {dashed ? <line x1="0" x2="28" y1="5" y2="5" /> : <rect width="28" height="10" rx="2" />}
          </svg>
          {name}
        </span>
      ))}
    </figcaption>
  );
}

/** A list, since that is what bars are: each with its name, its length and its figure. */
function Bars({ shape: { labels, series, most }, title }: { shape: Shape; title: string }) {
  const { t } = useLanguage();
  const percent = (value: number | null) => (most > 0 && value !== null ? Math.max(0, (value / most) * 100) : 0);
  return (
    <>
      <ul className="bars" aria-label={title}>
        {labels.slice(0, MOST_BARS).map((label, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: labels may repeat
          <li key={row}>
            <span className="bar-label">{label}</span>
            {series.map(({ name, values }, i) => (
              <span key={name} className="bar">
                <svg width="100%" height="14" aria-hidden className={`series-${i % 4}`}>
                  <rect width={`${percent(values[row] ?? null)}%`} height="14" rx="3" />
                </svg>
                <span className="bar-value">
                  {series.length > 1 && <span className="unseen">{name} </span>}
                  {values[row] === null ? '–' : showNumber(values[row]!)}
                </span>
              </span>
            ))}
          </li>
        ))}
      </ul>
      {labels.length > MOST_BARS && <p className="muted small">{t('analytics.chart.more', { count: labels.length - MOST_BARS })}</p>}
    </>
  );
}

const BOX = { width: 640, height: 220 };
const LEFT = 64;

function Lines({ shape: { labels, series, least, most }, title }: { shape: Shape; title: string }) {
  const { t } = useLanguage();
  const steps = ticks(least, most);
  const range = [steps[0]!, steps.at(-1)!] as const;
  const y = (value: number) => BOX.height - ((value - range[0]) / (range[1] - range[0] || 1)) * BOX.height;
  const from = labels[0] ?? '';
  const to = labels.at(-1) ?? '';
  return (
    <svg
      className="lines"
      viewBox={`0 0 ${LEFT + BOX.width + 8} ${BOX.height + 36}`}
      role="img"
      aria-label={t('analytics.chart.line.about', { title, series: series.map(({ name }) => name).join(', '), from, to })}
    >
      <g transform={`translate(${LEFT} 8)`}>
        {steps.map((step) => (
          <g key={step} className="tick">
            <line x1="0" x2={BOX.width} y1={y(step)} y2={y(step)} />
            <text x="-8" y={y(step)} textAnchor="end" dominantBaseline="middle">
              {showNumber(step)}
            </text>
          </g>
        ))}
        {series.map(({ name, values }, i) => (
          <g key={name} className={`series-${i % 4}`}>
            {linesOf(values, BOX, range).map((points) =>
              points.includes(' ') ? (
                <polyline key={points} points={points} />
              ) : (
                <circle key={points} cx={points.split(',')[0]} cy={points.split(',')[1]} r="3" />
              ),
            )}
          </g>
        ))}
        <text x="0" y={BOX.height + 20}>
          {from}
        </text>
        <text x={BOX.width} y={BOX.height + 20} textAnchor="end">
          {to}
        </text>
      </g>
    </svg>
  );
}
