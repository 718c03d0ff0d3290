import { useCallback, useEffect, useState } from 'react';

/** A picture that a display took of itself: asked for, come, or not come in time. It says nothing of whether the display lives. */
export type Capture =
  | { kind: 'idle' }
  | { kind: 'asked'; wall: string; name: string; id: string; since: number }
  | { kind: 'here'; name: string; blob: Blob; at: number }
  | { kind: 'none'; name: string };

const ASK_EVERY_MS = 700;
const PATIENCE_MS = 20_000;

export function useCapture(now: () => number): {
  capture: Capture;
  expect: (wall: string, name: string, id: string) => void;
  forget: () => void;
} {
  const [capture, setCapture] = useState<Capture>({ kind: 'idle' });
  useEffect(() => {
    if (capture.kind !== 'asked') return;
    const ending = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const look = async (): Promise<void> => {
      const path = `/walls/v1/${encodeURIComponent(capture.wall)}/captures/${encodeURIComponent(capture.id)}`;
      const response = await fetch(path, { signal: ending.signal }).catch(() => null);
      if (ending.signal.aborted) return;
      if (response?.ok) {
        const blob = await response.blob();
        if (!ending.signal.aborted) setCapture({ kind: 'here', name: capture.name, blob, at: now() });
      } else if (now() - capture.since > PATIENCE_MS) setCapture({ kind: 'none', name: capture.name });
      else timer = setTimeout(() => void look(), ASK_EVERY_MS);
    };
    timer = setTimeout(() => void look(), ASK_EVERY_MS);
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }, [capture, now]);
  return {
    capture,
    expect: useCallback((wall, name, id) => setCapture({ kind: 'asked', wall, name, id, since: now() }), [now]),
    forget: useCallback(() => setCapture({ kind: 'idle' }), []),
  };
}
