import '../ui/look.ts';
import './picture.css';
import type { CSSProperties, ReactNode } from 'react';
import { useNow } from '../stores/stores-context.tsx';
import type { Glass } from './layout.ts';
import { driftAt } from './screen.ts';

type Props = {
  glass: Glass;
  scene: string;
  /** The darker palette. */
  isNight?: boolean;
  /** Light that is let through, 0 to 1. */
  level?: number;
  /** Stands above everything and does not wander: what is this display's own. */
  over?: ReactNode;
  children: ReactNode;
};

/** The sheet that a display draws on: its units, its palette, its light, and the walk against burn-in. */
export function Picture({ glass, scene, isNight = false, level = 1, over, children }: Props) {
  const { part, scale, u, hairline } = glass;
  const style = {
    '--u': `${u}px`,
    '--hairline': `${hairline}px`,
    width: Math.round(part.w * scale),
    height: Math.round(part.h * scale),
  } as CSSProperties;
  return (
    <div className="picture" data-room="dark" data-night={isNight ? '' : undefined} data-scene={scene} style={style}>
      <Drifting u={u}>{children}</Drifting>
      {over}
      {level < 1 ? <div className="picture__dim" style={{ opacity: 1 - level }} aria-hidden="true" /> : null}
    </div>
  );
}

/** Against burn-in the picture wanders by a third of a unit, once a minute; nothing below is drawn again for it. */
function Drifting({ u, children }: { u: number; children: ReactNode }) {
  const [x, y] = driftAt(useNow());
  return (
    <div className="picture__drift" style={{ transform: `translate(${Math.round(x * u)}px, ${Math.round(y * u)}px)` }}>
      {children}
    </div>
  );
}
