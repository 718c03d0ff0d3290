import '../../../../client/ui/look.ts';
import './harness.css';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { createWords } from '../../../../client/app/i18n.ts';
import { createLinkStore } from '../../../../client/stores/link-store.ts';
import { StoresContext } from '../../../../client/stores/stores-context.tsx';
import { createWorldStore } from '../../../../client/stores/world-store.ts';
import { map } from '../../../../client/tiles/map/index.ts';
import { ConditionContext } from '../../../../client/ui/condition.ts';
import { decodeFrame } from '../../../../shared/contract/frame.ts';
import type { EpochMs } from '../../../../shared/model/ids.ts';
import type { Snapshot } from '../../../../shared/rules/fold.ts';

/** One map tile alone on a page, its world handed in by the test: `?u=22&room=light&measure=dv-ngap`. */
const query = new URLSearchParams(location.search);
const fixture = (await (await fetch('/fixture.json')).json()) as { snapshot: Snapshot; now: number };
const world = createWorldStore({ schedule: (publish) => requestAnimationFrame(publish) });
world.replace(fixture.snapshot);
const link = createLinkStore();
const started = performance.now();
const now = (): number => fixture.now + (performance.now() - started);
link.setState({ link: { kind: 'live', seq: fixture.snapshot.seq, heardAt: now() as EpochMs } });
const clock = {
  now,
  subscribe: (listener: () => void) => {
    const timer = setInterval(() => {
      if (link.getState().link.kind === 'live')
        link.setState({ link: { kind: 'live', seq: world.world().seq, heardAt: now() as EpochMs } });
      listener();
    }, 1000);
    return () => clearInterval(timer);
  },
};
const props = map.props.parse({
  ...(query.get('measure') ? { measure: query.get('measure') } : {}),
  ...(query.get('legend') === 'none' ? { legend: false } : {}),
});
const Tile = map.component;
const root = document.getElementById('root') as HTMLElement;
root.dataset.room = query.get('room') ?? 'dark';
root.style.setProperty('--u', `${query.get('u') ?? 11}px`);
const reactRoot = createRoot(root);
const draw = (since: number | null): void =>
  reactRoot.render(
    <I18nextProvider i18n={createWords([map], query.get('language') === 'en' ? 'en' : 'vi')}>
      <StoresContext value={{ world, link, clock }}>
        <ConditionContext value={since === null ? { kind: 'live' } : { kind: 'cut', since }}>
          <Tile {...props} />
        </ConditionContext>
      </StoresContext>
    </I18nextProvider>,
  );
draw(null);

Object.assign(window, {
  harness: {
    applyFrame: (bytes: number[]) => world.applyFrame(decodeFrame(new Uint8Array(bytes))),
    replace: (snapshot: Snapshot) => world.replace(snapshot),
    cut: () => {
      const since = now() - 42_000;
      link.setState({
        link: { kind: 'down', since: since as EpochMs, lastSeq: world.world().seq, lastHeardAt: since as EpochMs, attempt: 3 },
      });
      draw(since);
    },
  },
});
