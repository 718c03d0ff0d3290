import { io } from 'socket.io-client';
import type { Entry } from '../../../shared/contract/entry.ts';
import { decodeFrame, entriesOf } from '../../../shared/contract/frame.ts';
import { PROTOCOL, type SnapshotMessage, type View, type Welcome } from '../../../shared/contract/socket.ts';
import type { Known } from '../../support/principals.ts';

/** Somebody who looks at the stream of a node: everything that reached them, in order. */
export type Eyes = {
  entries: Entry[];
  views: View[];
  /** Why it was turned away; null: it was not. */
  turnedAway: Promise<string | null>;
  close(): void;
};

export function openEyes(port: number, who: Known, mirrorOf: string | null = null): Eyes {
  const host = `127.0.0.1:${port}`;
  const entries: Entry[] = [];
  const views: View[] = [];
  const socket = io(`http://${host}`, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    auth: { protocol: PROTOCOL, cursor: null, view: null, screen: who.principal.role === 'display' ? 'wall' : 'desk', mirrorOf },
    extraHeaders: { host, origin: `https://${host}`, 'x-forwarded-proto': 'https', cookie: who.cookie },
  });
  const take = (bytes: ArrayBuffer | Uint8Array): void => void entries.push(...entriesOf(decodeFrame(bytes)));
  socket.on('snapshot:replace', ({ frame }: SnapshotMessage) => {
    entries.length = 0;
    take(frame);
  });
  socket.on('frame:next', take);
  socket.on('session:view', (view: View) => views.push(view));
  const turnedAway = new Promise<string | null>((resolve) => {
    socket.on('connect_error', ({ message }) => resolve(message));
    socket.on('session:welcome', ({ view }: Welcome) => {
      views.push(view);
      resolve(null);
    });
  });
  return { entries, views, turnedAway, close: () => void socket.disconnect() };
}
