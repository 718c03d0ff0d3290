import { decodeFrame, type Frame } from '../../shared/contract/frame.ts';
import { type BriefingFrozen, BriefingList, ReplayMarks, ReplaySpan } from '../../shared/contract/replay.ts';
import { decodePicture, type ReplayPicture } from '../../shared/contract/replay-picture.ts';
import { type EpochMs, epochMs, type Seq } from '../../shared/model/ids.ts';
import { fail, ok, type Result } from '../../shared/model/result.ts';

/** Why the past did not come. `gone`: it is no longer kept; `signed-out`, `forbidden`: not for who asks; `cut`: the server was not reached, or could not. */
export type ReplayFault = { kind: 'gone' | 'signed-out' | 'forbidden' | 'refused' | 'cut'; message: string };
type Answer<T> = Promise<Result<T, ReplayFault>>;

export type ReplayPageRead = { frame: Frame; covered: EpochMs; more: boolean };
export type ReplayReader = {
  /** The world as it was known at a moment. */
  seek(at: EpochMs, signal?: AbortSignal): Answer<ReplayPicture>;
  /** What came after an entry, until a moment. */
  page(after: Seq, until: EpochMs, signal?: AbortSignal): Answer<ReplayPageRead>;
  span(): Answer<ReplaySpan>;
  marks(from: EpochMs, to: EpochMs): Answer<ReplayMarks>;
  briefings(): Answer<BriefingList['briefings']>;
  keep(briefing: BriefingFrozen): Answer<null>;
};

export type ReplayReaderParts = {
  /** Origin of the server; the page's own when absent. */
  url?: string;
  /** For clients outside a browser: cookies and origin. */
  headers?: Record<string, string>;
  /** A wall asks as the display that it is, whoever else is signed in in the same browser. */
  screen: 'wall' | 'desk';
  /** A desk that looks at a wall sees what that wall's room may see. */
  mirrorOf?: string | null;
};

/** A server that does not answer so long is not there. */
const PATIENCE_MS = 6000;

/** The past over HTTP; see `shared/contract/replay.ts`. No React, nothing kept. */
export function createReplayReader({ url = '', headers = {}, screen, mirrorOf = null }: ReplayReaderParts): ReplayReader {
  async function ask(path: string, init: RequestInit = {}, signal?: AbortSignal): Answer<Response> {
    const late = AbortSignal.timeout(PATIENCE_MS);
    try {
      const response = await fetch(`${url}/replay/v1/${path}`, {
        ...init,
        headers: { ...headers, ...init.headers },
        signal: signal ? AbortSignal.any([signal, late]) : late,
      });
      return response.ok ? ok(response) : fail(await faultOf(response));
    } catch (error) {
      return fail({ kind: 'cut', message: String(error) });
    }
  }
  async function read<T>(answer: Answer<Response>, of: (response: Response) => Promise<T>): Answer<T> {
    const answered = await answer;
    if (!answered.ok) return answered;
    try {
      return ok(await of(answered.value));
    } catch (error) {
      // The connection broke in the middle, or what came is none of ours.
      return fail({ kind: 'cut', message: String(error) });
    }
  }
  const post = (body: unknown): RequestInit => ({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

  return {
    seek: (at, signal) =>
      read(ask(`seek?as=${screen}`, post({ at, mirrorOf }), signal), async (response) => decodePicture(await response.arrayBuffer())),
    page(after, until, signal) {
      const query = new URLSearchParams({ as: screen, after: String(after), until: String(until) });
      if (mirrorOf !== null) query.set('mirrorOf', mirrorOf);
      return read(ask(`frames?${query}`, {}, signal), async (response) => ({
        frame: decodeFrame(await response.arrayBuffer()),
        covered: epochMs(Number(response.headers.get('x-covered') ?? 0)),
        more: response.headers.get('x-more') === '1',
      }));
    },
    span: () => read(ask('span'), async (response) => ReplaySpan.parse(await response.json())),
    marks: (from, to) => read(ask(`marks?from=${from}&to=${to}`), async (response) => ReplayMarks.parse(await response.json())),
    briefings: () => read(ask('briefings'), async (response) => BriefingList.parse(await response.json()).briefings),
    keep: (briefing) => read(ask('briefings', post(briefing)), async () => null),
  };
}

async function faultOf(response: Response): Promise<ReplayFault> {
  const body = (await response.json().catch(() => ({}))) as { title?: unknown };
  const message = typeof body.title === 'string' ? body.title : String(response.status);
  switch (response.status) {
    case 401:
      return { kind: 'signed-out', message };
    case 403:
      return { kind: 'forbidden', message };
    case 410:
      return { kind: 'gone', message };
    default:
      return { kind: response.status >= 500 || response.status === 429 ? 'cut' : 'refused', message };
  }
}
