import { GROUP, Scene } from '../contract/scene.ts';
import { DOMAINS } from '../model/vocabulary.ts';
import { DOMAIN_PLANS, domainPlan } from './ready-scenes/domains.ts';
import { BRIEFING, FIELD_REPORTS, SECURITY, STANDBY, STORM, TRAFFIC, VISITORS } from './ready-scenes/occasions.ts';
import type { Plan } from './ready-scenes/plan.ts';

/**
 * The scenes that stand ready before anybody published one: the occasions of a control room and one for each domain of HP-14.3. Each
 * has a layout for one 16:9 picture and one for a wall three of them wide (72 × 26 cells, as 9 × 3 panels have).
 */
const PLANS: readonly Plan[] = [
  STANDBY,
  STORM,
  TRAFFIC,
  SECURITY,
  FIELD_REPORTS,
  BRIEFING,
  VISITORS,
  ...DOMAINS.map((domain) => domainPlan(domain, DOMAIN_PLANS[domain])),
];

/** What stands ready, in the order of a list at the desk; the names are the Vietnamese ones, as every scene's name is data. */
export const READY_SCENES: readonly { id: string; name: string }[] = PLANS.map(({ id, name }) => ({ id, name }));

const byId = new Map(PLANS.map((plan) => [plan.id, plan]));
const made = new Map<string, Scene>();

/**
 * A ready scene for a wall that is `groups` 16:9 pictures wide: the wide layout from three on, else the one for a single picture.
 * The same object each time. null: none is called that.
 */
export function readyScene(id: string, groups: number): Scene | null {
  const plan = byId.get(id);
  if (!plan) return null;
  const wide = groups === 3;
  const key = `${id}/${wide}`;
  let scene = made.get(key);
  if (!scene) {
    scene = Scene.parse({
      id,
      name: plan.name,
      columns: wide ? 3 * GROUP.columns : GROUP.columns,
      rows: GROUP.rows,
      ...(wide ? plan.wide : plan.one),
    });
    made.set(key, scene);
  }
  return scene;
}
