import type { Survivor } from './protocol.ts';

/**
 * Who of a scene is still there. Each place of the picture (a tile, a focus zone, a line) is registered when it comes into the
 * document, with every component instance and canvas that is found in it as long as it lives; a `FinalizationRegistry` says when
 * they were collected. Nothing here holds any of them.
 */

const PLACES = '.wall__place, .picture__coming, .picture__focus, .picture__band, .foot';

type Place = { name: string; root: WeakRef<Element>; objects: number; leftAt: number | null };

/** As React keeps it beside the document; there is no other way to a component without changing the product. */
type Fiber = {
  tag: number;
  type: unknown;
  stateNode: unknown;
  alternate: Fiber | null;
  child: Fiber | null;
  sibling: Fiber | null;
};
const COMPONENTS = new Set([0, 1, 11, 14, 15]);

export type Census = {
  /** Looks at the document; `second` of the wall's time. */
  look(second: number): void;
  survivors(second: number, sinceSeconds: number): Survivor[];
  left(): number;
  registered(): number;
};

export function createCensus(): Census {
  const places = new Map<number, Place>();
  const ids = new WeakMap<Element, number>();
  const seen = new WeakSet<object>();
  let next = 0;
  let left = 0;
  let registered = 0;

  const registry = new FinalizationRegistry<number>((id) => {
    const place = places.get(id);
    if (!place) return;
    place.objects--;
    if (place.objects === 0) places.delete(id);
  });
  const register = (id: number, place: Place, object: object): void => {
    if (seen.has(object)) return;
    seen.add(object);
    registry.register(object, id);
    place.objects++;
    registered++;
  };
  const take = (root: Element): void => {
    if (ids.has(root)) return;
    const id = next++;
    const scene = root.closest<HTMLElement>('[data-scene]')?.dataset.scene ?? '';
    const place: Place = {
      name: `${scene}/${(root as HTMLElement).dataset.tile ?? root.className}`,
      root: new WeakRef(root),
      objects: 0,
      leftAt: null,
    };
    ids.set(root, id);
    places.set(id, place);
    register(id, place, root);
    lookInto(id, place, root);
  };
  const lookInto = (id: number, place: Place, root: Element): void => {
    const waiting: (Fiber | null)[] = [fiberOf(root)];
    for (let fiber = waiting.pop(); fiber !== undefined; fiber = waiting.pop()) {
      if (fiber === null) continue;
      if (COMPONENTS.has(fiber.tag)) {
        register(id, place, fiber);
        if (fiber.alternate) register(id, place, fiber.alternate);
        if (fiber.tag === 1) register(id, place, fiber.stateNode as object);
      }
      if (fiber.type === 'canvas') register(id, place, fiber.stateNode as object);
      waiting.push(fiber.child);
      if (fiber.stateNode !== root) waiting.push(fiber.sibling);
    }
  };
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue;
        if (node.matches(PLACES)) take(node);
        for (const root of node.querySelectorAll(PLACES)) take(root);
      }
  }).observe(document, { subtree: true, childList: true });

  return {
    look(second) {
      for (const [id, place] of places) {
        if (place.leftAt !== null) continue;
        const root = place.root.deref();
        if (root?.isConnected) lookInto(id, place, root);
        else {
          place.leftAt = second;
          left++;
        }
      }
    },
    survivors: (second, sinceSeconds) =>
      [...places.values()].flatMap(({ name, leftAt, objects }) =>
        leftAt !== null && second - leftAt >= sinceSeconds ? [{ name, leftSecondsAgo: second - leftAt, objects }] : [],
      ),
    left: () => left,
    registered: () => registered,
  };
}

/** null: it left before anybody looked. */
function fiberOf(element: Element): Fiber | null {
  const key = Object.keys(element).find((name) => name.startsWith('__reactFiber$'));
  return key === undefined ? null : ((element as unknown as Record<string, Fiber>)[key] ?? null);
}
