import { useEffect, useState } from 'react';
import type { Stores } from '../../stores/stores-context.tsx';

export type LiveDesk = Stores & { close(): void };
/** Opens a connection of a desk: with its own eyes, or with those of a wall's room. Closed by who opened it. */
export type Connect = (mirrorOf: string | null) => LiveDesk;

/** The stores of one connection for as long as something is drawn from them; null until they are open. */
export function useMirror(connect: Connect, mirrorOf: string | null): LiveDesk | null {
  const [live, setLive] = useState<LiveDesk | null>(null);
  useEffect(() => {
    const opened = connect(mirrorOf);
    setLive(opened);
    return () => {
      setLive(null);
      opened.close();
    };
  }, [connect, mirrorOf]);
  return live;
}
