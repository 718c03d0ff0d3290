import { createContext, useContext } from 'react';

/** Whether what the page shows still moves. A cut page keeps its values, and every tile of it ages and fades. */
export type Condition = { kind: 'live' } | { kind: 'cut'; since: number };

export const ConditionContext = createContext<Condition>({ kind: 'live' });
export const useCondition = (): Condition => useContext(ConditionContext);
