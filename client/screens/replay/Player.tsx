import { type ReactElement, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ReplayOrder } from '../../../shared/contract/direction.ts';
import type { SessionPerson } from '../../../shared/contract/session.ts';
import { replayMoment } from '../../../shared/rules/direction.ts';
import type { World } from '../../../shared/rules/fold.ts';
import { RIGHTS } from '../../../shared/rules/rights.ts';
import { useCut } from '../../scene/cut.ts';
import { DirectedPicture } from '../../scene/DirectedPicture.tsx';
import { LinkBanner } from '../../scene/LinkBanner.tsx';
import { useDirected } from '../../scene/use-wall.ts';
import { useSwitchLog } from '../../scene/WallPicture.tsx';
import { StoresContext, useNow, useWorld } from '../../stores/stores-context.tsx';
import { SelectField } from '../../ui/desk/SelectField.tsx';
import { formatDate, formatTime } from '../../ui/format.ts';
import { Briefings } from './Briefings.tsx';
import { Controls } from './Controls.tsx';
import { useReplayKeys } from './keys.ts';
import { MarkList } from './MarkList.tsx';
import { atSpeed, dayOf, movedTo, neighbour, ofBriefing, pausedAt } from './order.ts';
import type { Closable, PastStores, ReplayPorts } from './ports.ts';
import { Timeline } from './Timeline.tsx';
import { useMarks } from './use-marks.ts';
import { useReplayWords } from './words.ts';

type Props = { ports: ReplayPorts; live: Closable; person: SessionPerson };

/** Where a look at the past begins, when nobody said: a quarter of an hour ago. */
const BEGIN_MS = 15 * 60_000;

/** Opens the past where the address says (`?at=` EpochMs, `?wall=`), held still. */
export function Player({ ports, live, person }: Props): ReactElement | null {
  const asked = useMemo(() => new URLSearchParams(location.search), []);
  const [order, setOrder] = useState<ReplayOrder>(() => {
    const now = live.clock.now();
    const at = Number(asked.get('at'));
    return pausedAt(Number.isFinite(at) && at > 0 ? Math.min(at, now) : now - BEGIN_MS, now);
  });
  const [stores, setStores] = useState<PastStores | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the first order begins it; later ones are followed below.
  useEffect(() => {
    const made = ports.open(order, live);
    setStores(made);
    return () => made.close();
  }, [ports, live]);
  useEffect(() => stores?.follow(order), [stores, order]);
  if (!stores) return null;
  return (
    <StoresContext value={stores}>
      <Board ports={ports} live={live} person={person} order={order} setOrder={setOrder} asked={asked.get('wall')} />
    </StoresContext>
  );
}

type BoardProps = Props & { order: ReplayOrder; setOrder: (order: ReplayOrder) => void; asked: string | null };

function Board({ ports, live, person, order, setOrder, asked }: BoardProps): ReactElement {
  const { t, language } = useReplayWords();
  const now = useNow();
  const { may } = RIGHTS[person.role];
  const walls = useWorld(WALLS, wallsIn);
  const [chosen, setChosen] = useState(asked);
  const wall = walls.some(({ value }) => value === chosen) ? chosen : (walls[0]?.value ?? null);
  const [earliest, setEarliest] = useState(0);
  const day = dayOf(now);
  const marks = useMarks(ports.reader, day, live.clock.now);

  useEffect(() => {
    void ports.reader.span().then((span) => {
      if (span.ok) setEarliest(span.value.from);
    });
  }, [ports]);

  const server = live.clock.now;
  const seek = useCallback((at: number) => setOrder(movedTo(order, at, server(), earliest)), [order, setOrder, server, earliest]);
  // A centre that began a minute ago has no quarter of an hour to show: the past opens where it begins.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the beginning is known.
  useEffect(() => {
    if (earliest > 0 && now < earliest) seek(earliest);
  }, [earliest]);
  // The address names the moment: a link to one, and the browser's way back to the last.
  useEffect(() => {
    const named = (): void => {
      const at = Number(new URLSearchParams(location.search).get('at'));
      if (Number.isFinite(at) && at > 0) seek(at);
    };
    window.addEventListener('popstate', named);
    return () => window.removeEventListener('popstate', named);
  }, [seek]);
  const stands = useCallback(() => replayMoment(order, server()), [order, server]);
  const setSpeed = useCallback((speed: number) => setOrder(atSpeed(order, speed, server())), [order, setOrder, server]);
  const jump = useCallback(
    (way: 1 | -1) => {
      const mark = neighbour(marks.marks, stands(), way);
      if (mark) seek(mark.at);
    },
    [marks.marks, stands, seek],
  );
  const [lastSpeed, setLastSpeed] = useState(1);
  const hands = {
    toggle: () => setSpeed(order.speed === 0 ? lastSpeed : 0),
    speed(speed: number) {
      setLastSpeed(speed);
      setSpeed(speed);
    },
    by: (ms: number) => seek(stands() + ms),
    jump,
  };
  useReplayKeys(hands);

  return (
    <main className="replay" data-moment={now}>
      <header className="replay__head">
        <h1>{t('title')}</h1>
        <p className="replay__moment" role="status">
          <time dateTime={new Date(now).toISOString()}>{formatTime(now)}</time> <span>{formatDate(now, language)}</span>
          {order.name ? <strong className="one-line">{order.name}</strong> : null}
        </p>
        {walls.length > 1 ? (
          <SelectField label={t('wall')} options={walls} value={wall} onChange={setChosen} placeholder={t('wallChoice')} />
        ) : null}
        {may['wall:read'] ? <a href="/desk/wall">{t('backTo')}</a> : null}
      </header>
      <Glass wall={wall} order={order} />
      <section className="replay__foot" aria-label={t('controls')}>
        <Timeline day={day} now={now} end={server()} marks={marks.marks} onSeek={seek} />
        <Controls order={order} hands={hands} now={now} onSeek={seek} />
        <p className="desk-note">{t('keys')}</p>
      </section>
      <aside className="replay__side">
        <MarkList marks={marks} now={now} onSeek={seek} />
        <Briefings
          reader={ports.reader}
          now={now}
          wall={wall}
          speed={order.speed === 0 ? 1 : order.speed}
          mayKeep={may['replay:keep'] !== undefined}
          mayDirect={may['wall:direct'] !== undefined && wall !== null}
          onOpen={(briefing) => setOrder(ofBriefing(briefing, server()))}
        />
      </aside>
    </main>
  );
}

const WALLS = ['wall.defined', 'wall.directed'] as const;
const wallsIn = (world: World): { value: string; label: string }[] => {
  const ids = new Set([...world.slots['wall.defined'].keys(), ...world.slots['wall.directed'].keys()]);
  return [...ids].map((id) => ({ value: id, label: world.slots['wall.defined'].get(id)?.data.name ?? id }));
};

/** The whole wall in the room that there is, in the frame of the past. */
function Glass({ wall, order }: { wall: string | null; order: ReplayOrder }): ReactElement {
  const place = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<{ w: number; h: number } | null>(null);
  const directed = useDirected(wall);
  const log = useSwitchLog();
  const cut = useCut();
  useEffect(() => {
    const box = place.current;
    if (!box) return;
    const watch = new ResizeObserver(() => setSize({ w: box.clientWidth, h: box.clientHeight }));
    watch.observe(box);
    return () => watch.disconnect();
  }, []);
  const mark = useMemo(() => ({ kind: 'replay' as const, order }), [order]);
  return (
    <div className="replay__glass" ref={place} data-room="dark" data-link={cut?.kind ?? 'replaying'}>
      {size && size.w > 0 ? <DirectedPicture wall={wall} position={null} size={size} directed={directed} log={log} mark={mark} /> : null}
      {cut && cut.kind !== 'connecting' ? <LinkBanner cut={cut} /> : null}
    </div>
  );
}
