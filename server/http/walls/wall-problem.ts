import type { Response } from 'express';
import type { z } from 'zod';
import type { SceneConflict, WallConflict } from '../../../shared/contract/direction.ts';
import type { Scene } from '../../../shared/contract/scene.ts';
import type { OrderFault } from '../../domain/walls/orders.ts';
import type { Overtaken, Unreadable } from '../../domain/walls/publishing.ts';
import type { Unavailable } from '../../domain/walls/wall-desk.ts';

/** Refusals of the walls' surface (RFC 9457), Vietnamese first. */

export function sendWallProblem(response: Response, status: 404 | 409 | 422 | 429 | 503, title: string, more: object = {}): void {
  response
    .status(status)
    .set('Cache-Control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify({ title, status, ...more }));
}

/** Where it is wrong (an RFC 6901 pointer) and what would be right, each fault. */
export function sendFaults(response: Response, { issues }: z.ZodError, title = 'Dữ liệu không hợp lệ · The data are not valid'): void {
  const errors = issues.map(({ path, message }) => ({ pointer: path.map((step) => `/${String(step)}`).join(''), message }));
  const [first] = errors;
  sendWallProblem(response, 422, title, { detail: first && `${first.pointer || '/'}: ${first.message}`, errors });
}

/** Which tile cannot be read from the farthest seat, and the size that would pass. */
export function sendUnreadable(response: Response, { tiles }: Scene, { findings }: Unreadable): void {
  const errors = findings.map(({ tile, kind, found, needed, cells }) => ({
    pointer: `/scene/tiles/${tiles.findIndex(({ id }) => id === tile)}`,
    tile,
    kind,
    cells,
    message:
      kind === 'too-small'
        ? `${tile}: ${found.toFixed(1)}′ < ${needed}′; ${cells?.w} × ${cells?.h}`
        : `${tile}: khe giữa hai tấm cắt ngang dòng chữ · a gap between panels cuts its line; ${cells?.w} × ${cells?.h}`,
  }));
  const title = 'Có ô không đọc được từ ghế xa nhất · A tile cannot be read from the farthest seat';
  sendWallProblem(response, 422, title, { code: 'unreadable', detail: errors.map(({ message }) => message).join('; '), errors });
}

export const sendUnknownWall = (response: Response): void => sendWallProblem(response, 404, 'Không có tường này · There is no such wall');

export function sendUnavailable(response: Response, { why, retryAfterS }: Unavailable): void {
  response.set('Retry-After', String(retryAfterS));
  if (why === 'down')
    sendWallProblem(response, 503, 'Cơ sở dữ liệu tạm thời gián đoạn, vui lòng thử lại sau · The database is down; try again later');
  else sendWallProblem(response, 429, 'Hệ thống đang quá tải, vui lòng thử lại sau · Overloaded; try again later');
}

export function conflictOf(fault: OrderFault): WallConflict {
  switch (fault.fault) {
    case 'held':
      return { code: 'control', title: `Tường đang do ${fault.by} điều khiển · ${fault.by} runs this wall`, status: 409, holder: fault.by };
    case 'unknown-scene':
      return { code: 'unknown-scene', title: `Không có kịch bản “${fault.scene}” · There is no scene “${fault.scene}”`, status: 409 };
    case 'ahead':
      return { code: 'ahead', title: 'Thời điểm xem lại nằm ở tương lai · That moment has not come yet', status: 409 };
    case 'nobody-asks':
      return { code: 'nothing', title: 'Không có yêu cầu nào đang chờ trả lời · Nobody asks for the wall', status: 409 };
    case 'nothing':
      return { code: 'nothing', title: 'Nội dung này không còn trên tường · That is no longer on the wall', status: 409 };
  }
}

export const sceneConflict = ({ revision, by, at }: Overtaken): SceneConflict => ({
  code: 'overtaken',
  title:
    by === null
      ? `Kịch bản đang ở bản ${revision}, không phải bản đang sửa · The scene stands at revision ${revision}, not the one worked on`
      : `${by} vừa xuất bản bản ${revision} · ${by} published revision ${revision} meanwhile`,
  status: 409,
  revision,
  by,
  at,
});
