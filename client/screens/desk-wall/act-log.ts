/** What a person did to a wall, as the log of acts tells it; what it was is read by `shared/rules/wall-acts.ts`. */
export type ActNote = { at: number; wall: string; by: string | null; what: string; subject: string | null };
