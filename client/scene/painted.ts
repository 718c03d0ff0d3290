import type { Kind } from '../../shared/contract/entry-data.ts';
import type { GlassReport } from '../../shared/contract/socket.ts';

/** What stood on the glass after a paint: what it follows, each tile of the scene that is whole, and the kinds of entries it shows. */
export type Painted = Pick<GlassReport, 'scene' | 'sceneRevision' | 'direction' | 'switchedAt' | 'preparedMs' | 'replaying' | 'broken'> & {
  tiles: { tile: string; kinds: readonly Kind[] }[];
};

type Versions = { subscribe(listener: () => void): () => void };

/**
 * Calls `then` once, right after the next paint: the next frame is waited for, and then a message, which the browser delivers only
 * when that frame's rendering is behind it. A page that does not paint never calls. Hands back how to call it off.
 */
export function afterPaint(then: () => void): () => void {
  const channel = new MessageChannel();
  channel.port1.onmessage = () => {
    channel.port1.close();
    then();
  };
  const frame = requestAnimationFrame(() => channel.port2.postMessage(null));
  return () => {
    cancelAnimationFrame(frame);
    channel.port1.close();
  };
}

/**
 * Calls `report` once after each paint in which data changed. A publish comes from inside a frame callback or from anywhere
 * else, and what is drawn on a canvas follows it by one frame; so the next frame is waited for, and then a message, which the
 * browser delivers only when that frame's rendering is behind it. A page that does not paint reports nothing.
 */
export function watchPaints(versions: Versions, report: () => void): () => void {
  const channel = new MessageChannel();
  let frame = 0;
  let waiting = false;
  channel.port1.onmessage = () => {
    waiting = false;
    report();
  };
  const unsubscribe = versions.subscribe(() => {
    if (waiting) return;
    waiting = true;
    frame = requestAnimationFrame(() => channel.port2.postMessage(null));
  });
  return () => {
    unsubscribe();
    cancelAnimationFrame(frame);
    channel.port1.close();
  };
}
