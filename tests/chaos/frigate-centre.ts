import { type Mosquitto, startMosquitto } from '../support/mosquitto.ts';
import { type Centre, openCentre } from './centre.ts';
import { until } from './eventually.ts';
import { type FrigatePublisher, openFrigate } from './frigate-publisher.ts';
import { embeddedUrl, readWrittenLog } from './written-log.ts';

/** A centre that listens to a real broker, and a Frigate that speaks there and is online on the wall. */
export type FrigateCentre = Centre & {
  broker: Mosquitto;
  frigate: FrigatePublisher;
  /** What the wall says of the source. */
  sourceState(): string | undefined;
  readLog(): ReturnType<typeof readWrittenLog>;
};

const opened: (() => unknown)[] = [];

export async function openFrigateCentre(): Promise<FrigateCentre> {
  const broker = await startMosquitto();
  opened.push(broker.stop);
  const centre = await openCentre({ env: { MQTT_URL: broker.readerUrl } });
  opened.push(() => centre.server.stop(), centre.wall.close);
  const frigate = await joinFrigate(broker);
  const sourceState = (): string | undefined => centre.wall.world().slots['source.state'].get('frigate')?.data.state;
  await until('Frigate is online on the wall', () => sourceState() === 'online');
  return { ...centre, broker, frigate, sourceState, readLog: () => readWrittenLog(embeddedUrl(centre.server.dataDir)) };
}

/** A Frigate that has said that it is there; another one after the broker has died. */
export async function joinFrigate(broker: Mosquitto, name?: string): Promise<FrigatePublisher> {
  const frigate = await openFrigate(broker.publisherUrl, name);
  opened.push(frigate.close);
  await frigate.online();
  return frigate;
}

/** Closes all of it, the last opened first; called after each test. */
export async function closeFrigateCentres(): Promise<void> {
  for (const close of opened.splice(0).reverse()) await close();
}
