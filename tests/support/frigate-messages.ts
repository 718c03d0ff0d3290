/** Frigate's messages as it publishes them (0.18): the shapes are recorded, the ids and figures are of one made-up street. */

export const CAMERA = 'lc-tranphu-01';
export const EVENT_ID = '1795313472.039412-k3x9qa';
export const REVIEW_ID = '1795313472.308396-fqk5ka';
export const AT = [106.68345, 20.86012] as const;

type Json = { [key: string]: unknown };

const TRACKED: Json = {
  id: EVENT_ID,
  camera: CAMERA,
  frame_time: 1795313472.039412,
  label: 'car',
  sub_label: null,
  top_score: 0.81,
  false_positive: false,
  start_time: 1795313472.039412,
  end_time: null,
  score: 0.81,
  box: [432, 196, 744, 404],
  area: 64896,
  region: [218, 40, 818, 640],
  active: true,
  stationary: false,
  current_zones: [],
  entered_zones: [],
  has_clip: true,
  has_snapshot: false,
  max_severity: 'detection',
  current_estimated_speed: 0,
  average_estimated_speed: 0,
  velocity_angle: 180,
  path_data: [[[0.46, 0.56], 1795313472.0]],
  recognized_license_plate: null,
  recognized_license_plate_score: null,
};

/** `frigate/events`: what `after` says besides the car as it was first seen. */
export const event = (type: string, after: Json = {}): Json => ({ type, before: { ...TRACKED }, after: { ...TRACKED, ...after } });

export const NEW = event('new');
export const UPDATE = event('update', {
  frame_time: 1795313475.1,
  top_score: 0.91,
  score: 0.88,
  current_zones: ['vach_dung'],
  entered_zones: ['lan_2', 'vach_dung'],
  has_snapshot: true,
  max_severity: 'alert',
  current_estimated_speed: 41.2,
  average_estimated_speed: 38.9,
  recognized_license_plate: '15A12345',
  recognized_license_plate_score: 0.93,
});
export const END = event('end', {
  ...(UPDATE.after as Json),
  frame_time: 1795313481.4,
  end_time: 1795313481.402,
  current_zones: [],
  current_estimated_speed: 0,
});

/** `frigate/reviews`. */
export const review = (type: string, after: Json = {}): Json => {
  const said = {
    id: REVIEW_ID,
    camera: CAMERA,
    start_time: 1795313472.308,
    end_time: null,
    severity: 'alert',
    thumb_path: '/media/frigate/clips/review/thumb-lc-tranphu-01-1795313472.308396-fqk5ka.webp',
    data: { detections: [EVENT_ID], objects: ['car'], sub_labels: [], zones: ['vach_dung'], audio: [], metadata: null },
    ...after,
  };
  return { type, before: said, after: said };
};

/** `frigate/tracked_object_update`. */
export const LPR: Json = { type: 'lpr', plate: '15A-123.45', score: 0.95, id: EVENT_ID, camera: CAMERA, timestamp: 1795313474.7 };

/** `frigate/stats`. */
export const stats = (cameras: { [camera: string]: Json } = { [CAMERA]: {} }): Json => ({
  cameras: Object.fromEntries(
    Object.entries(cameras).map(([camera, said]) => [
      camera,
      {
        camera_fps: 15.1,
        process_fps: 15,
        expected_fps: 15,
        connection_quality: 'excellent',
        reconnects_last_hour: 0,
        stalls_last_hour: 0,
        ...said,
      },
    ]),
  ),
  detectors: { cpu: { inference_speed: 12.3 } },
  service: { uptime: 8123, version: '0.18.0-f0d69f7', latest_version: '0.18.0', storage: {}, last_updated: 1795313470 },
});

export const bytes = (message: unknown): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(typeof message === 'string' ? message : JSON.stringify(message));
