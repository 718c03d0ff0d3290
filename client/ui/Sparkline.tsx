import './parts.css';
import { useEffect, useRef } from 'react';
import { type Point, sparklineGeometry } from './sparkline-geometry.ts';

type Props = {
  /** [moment, value], oldest first; null is a gap. */
  points: readonly Point[];
  /** Dashed: from here on the value is abnormal. */
  threshold: number | null;
  /** What it shows, for those who do not see it. */
  label: string;
  /** Custom property whose colour the line takes. */
  colour?: string;
};

/** A line on a raw canvas: one draw in one animation frame per change of data or size, whoever asked for it. */
export function Sparkline({ points, threshold, label, colour = '--series' }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    let frame = 0;
    const ask = (): void => {
      if (frame === 0)
        frame = requestAnimationFrame(() => {
          frame = 0;
          draw(element, points, threshold, colour);
        });
    };
    ask();
    const observer = typeof ResizeObserver === 'undefined' ? null : new ResizeObserver(ask);
    observer?.observe(element);
    return () => {
      cancelAnimationFrame(frame);
      observer?.disconnect();
    };
  }, [points, threshold, colour]);
  return <canvas ref={canvas} className="sparkline" role="img" aria-label={label} />;
}

function draw(canvas: HTMLCanvasElement, points: readonly Point[], threshold: number | null, colour: string): void {
  const { clientWidth, clientHeight } = canvas;
  const context = canvas.getContext('2d');
  if (!context || clientWidth === 0 || clientHeight === 0) return;
  const ratio = window.devicePixelRatio;
  canvas.width = Math.round(clientWidth * ratio);
  canvas.height = Math.round(clientHeight * ratio);
  context.scale(ratio, ratio);
  const style = getComputedStyle(canvas);
  const stroke = Math.max(1.5, clientHeight / 24);
  const { lines, dot, thresholdY } = sparklineGeometry(points, threshold, clientWidth, clientHeight, stroke * 2);
  context.lineJoin = 'round';
  context.lineCap = 'round';
  if (thresholdY !== null) {
    context.strokeStyle = style.getPropertyValue('--quiet');
    context.lineWidth = stroke / 2;
    context.setLineDash([stroke * 2, stroke * 2]);
    context.beginPath();
    context.moveTo(0, thresholdY);
    context.lineTo(clientWidth, thresholdY);
    context.stroke();
    context.setLineDash([]);
  }
  context.strokeStyle = style.getPropertyValue(colour);
  context.fillStyle = context.strokeStyle;
  context.lineWidth = stroke;
  for (const line of lines) {
    context.beginPath();
    for (const [x, y] of line) context.lineTo(x, y);
    context.stroke();
  }
  if (dot) {
    context.beginPath();
    context.arc(dot[0], dot[1], stroke * 1.8, 0, 2 * Math.PI);
    context.fill();
  }
}
