import { type ReactElement, type ReactNode, useEffect, useState } from 'react';
import { StoresContext } from '../stores/stores-context.tsx';
import { createLiveStores, type LiveStores } from './live-stores.ts';

/** A desk screen over its own connection, which it closes when it goes. */
export function WithLiveStores({ children }: { children: ReactNode }): ReactElement | null {
  const [stores, setStores] = useState<LiveStores | null>(null);
  useEffect(() => {
    const live = createLiveStores({ screen: 'desk' });
    setStores(live);
    return () => live.close();
  }, []);
  return stores && <StoresContext value={stores}>{children}</StoresContext>;
}
