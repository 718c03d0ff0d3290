import type { SourceIssued } from '../../shared/contract/ingest-admin.ts';
import { type Administration, claimWall, createPublisher, openAdministration, type Publisher } from '../support/ingest-client.ts';
import { type ServerParts, type ServerProcess, startServerProcess } from '../support/server-process.ts';
import { until } from './eventually.ts';
import { openWallDisplay, type WallDisplay } from './wall-display.ts';

export const SOURCE = 'so-giao-thong';
export const CAMERAS = ['cam-01', 'cam-02', 'cam-03', 'cam-04', 'cam-05'];

/** A centre at work: a server of its own, an administrator, one registered source with its cameras, and a wall that is live. */
export type Centre = {
  server: ServerProcess;
  administration: Administration;
  issued: SourceIssued;
  publisher: Publisher;
  wallCookie: string;
  wall: WallDisplay;
};

export async function openCentre(parts: ServerParts = {}): Promise<Centre> {
  const server = await startServerProcess(parts);
  const administration = await openAdministration(server);
  const issued = await administration.source(SOURCE);
  await administration.cameras(CAMERAS);
  const wallCookie = await claimWall(server);
  const wall = openWallDisplay({ port: server.port, cookie: wallCookie });
  await until('the wall is live', () => wall.links.at(-1) === 'live');
  return { server, administration, issued, publisher: createPublisher(server, issued), wallCookie, wall };
}
