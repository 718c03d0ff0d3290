import { WebSocket } from 'ws';
import { decodeFrame } from '../../../shared/contract/frame.ts';
import { type GlassReport, PROTOCOL } from '../../../shared/contract/socket.ts';
import { type EpochMs, type Seq, seq } from '../../../shared/model/ids.ts';
import { glassReport } from '../../support/glass-report.ts';
import { answer } from '../process/answer.ts';
import type { Watcher, Watchers } from './protocol.ts';

/**
 * Displays and desks as the server sees them: they join, read every frame, measure their clock and, where they are displays, say
 * once a second what they painted. Nothing is drawn, so they prove the server's side alone; their reports bring no samples.
 */
const REPORT_EVERY_MS = 1000;
const CLOCK_EVERY_MS = 30_000;
const JOIN_MS = 30_000;
const AT_ONCE = 10;
const TILES = ['clock', 'map', 'camera-events', 'field-reports', 'indicators', 'status', 'ticker'];

type Joined = { last: number };
const joined: Joined[] = [];
let delivered = 0;
let missing = 0;
let snapshots = 0;
let reports = 0;

function open(port: number, { cookie, screen }: Watcher): Promise<void> {
  return new Promise((done, failed) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`, {
      headers: { origin: `http://127.0.0.1:${port}`, cookie },
      perMessageDeflate: false,
    });
    const late = setTimeout(() => failed(new Error(`a ${screen} could not join in time`)), JOIN_MS);
    const me: Joined = { last: 0 };
    let announced = '';
    let painted = 0;
    let acks = 0;
    const send = (event: string, body: object, ack = false): void => socket.send(`42${ack ? acks++ : ''}${JSON.stringify([event, body])}`);
    const begin = (): void => {
      clearTimeout(late);
      joined.push(me);
      send('clock:ping', { sentAt: Date.now() }, true);
      setInterval(() => send('clock:ping', { sentAt: Date.now() }, true), CLOCK_EVERY_MS).unref();
      if (screen === 'wall') setInterval(report, REPORT_EVERY_MS).unref();
      done();
    };
    const report = (): void => {
      painted += 60;
      reports++;
      const said: GlassReport = glassReport({
        frames: painted,
        paintedAt: Date.now() as EpochMs,
        tiles: TILES.map((tile) => ({ tile, seq: seq(me.last) })),
      });
      send('glass:report', said);
    };
    socket.on('message', (data: Buffer, isBinary) => {
      if (!isBinary) {
        const text = String(data);
        if (text === '2') socket.send('3');
        else if (text.startsWith('0')) socket.send(`40${JSON.stringify({ protocol: PROTOCOL, cursor: null, view: null, screen })}`);
        else if (text.startsWith('44') || text.includes('session:refused')) failed(new Error(text));
        else if (text.startsWith('451-')) announced = text.slice(4, 24);
        return;
      }
      const { from, to } = decodeFrame(data);
      if (announced.startsWith('["snapshot')) {
        if (me.last > 0) snapshots++;
        me.last = to;
        if (!joined.includes(me)) begin();
        return;
      }
      if (from > me.last + 1) missing += from - me.last - 1;
      if (to <= me.last) return;
      delivered += to - me.last;
      me.last = to as Seq;
    });
    socket.on('error', failed);
    socket.on('close', () => {
      if (joined.includes(me)) joined.splice(joined.indexOf(me), 1);
    });
  });
}

answer({
  async connect({ port, watchers }) {
    for (let i = 0; i < watchers.length; i += AT_ONCE)
      await Promise.all(watchers.slice(i, i + AT_ONCE).map((watcher) => open(port, watcher)));
  },
  mark: () => ({
    connected: joined.length,
    delivered,
    missing,
    snapshots,
    reports,
    slowest: joined.length > 0 ? Math.min(...joined.map(({ last }) => last)) : 0,
  }),
} satisfies Watchers);
