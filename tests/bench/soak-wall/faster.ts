/**
 * To be imported before anything else: every timer of the page's thread runs `speed` times as fast, as the wall's clock does. Frames of
 * the screen, workers and the network keep their pace.
 */
export const SPEED = Number(new URLSearchParams(location.search).get('speed') ?? '1');

const [realTimeout, realInterval] = [window.setTimeout.bind(window), window.setInterval.bind(window)];
Object.assign(window, {
  setTimeout: (then: TimerHandler, ms = 0, ...given: unknown[]) => realTimeout(then, ms / SPEED, ...given),
  setInterval: (then: TimerHandler, ms = 0, ...given: unknown[]) => realInterval(then, ms / SPEED, ...given),
});

/** WebGL contexts that were asked for: how many ever, how many can be drawn with, and how many are lost and yet kept by somebody. */
let made = 0;
let known: WeakRef<WebGL2RenderingContext>[] = [];
const getContext = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, ...asked: unknown[]) {
  const context = Reflect.apply(getContext, this, asked) as RenderingContext | null;
  if (context instanceof WebGL2RenderingContext && !known.some((one) => one.deref() === context)) {
    known.push(new WeakRef(context));
    made++;
  }
  return context;
} as typeof getContext;

export function webglContexts(): { made: number; live: number; lost: number } {
  known = known.filter((one) => one.deref() !== undefined);
  const live = known.filter((one) => one.deref()?.isContextLost() === false).length;
  return { made, live, lost: known.length - live };
}
