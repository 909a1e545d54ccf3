/** Microphone, camera and shared document of this device. */

/**
 * Several people may sit in one room with a loudspeaker: echo is taken away.
 * Levelling and noise removal are left off, because they swallow the quiet
 * voice and the breath that an interpreter listens for.
 */
const MICROPHONE: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: false,
  autoGainControl: false,
  channelCount: 1,
};

/** Small enough for a weak laptop to encode beside six pictures it decodes. */
const CAMERA: MediaTrackConstraints = {
  width: { ideal: 640 },
  height: { ideal: 360 },
  frameRate: { ideal: 20, max: 20 },
};

/** A device, or why there is none. */
export type Opened = { ok: true; track: MediaStreamTrack } | { ok: false; why: 'blocked' | 'none' };

export function open_microphone(device?: string): Promise<Opened> {
  return open({ audio: { ...MICROPHONE, ...exactly(device) } });
}

export function open_camera(device?: string): Promise<Opened> {
  return open({ video: { ...CAMERA, ...exactly(device) } });
}

/** The devices of one kind, once the person allowed access to one of them. */
export async function list(kind: 'audioinput' | 'videoinput'): Promise<MediaDeviceInfo[]> {
  const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  return all.filter((device) => device.kind === kind && device.deviceId !== '');
}

function exactly(device: string | undefined): MediaTrackConstraints {
  return device ? { deviceId: { exact: device } } : {};
}

async function open(constraints: MediaStreamConstraints): Promise<Opened> {
  if (!navigator.mediaDevices) return { ok: false, why: 'none' };
  try {
    const stream = await navigator.mediaDevices.getUserMedia(constraints);
    const track = stream.getTracks()[0];
    return track ? { ok: true, track } : { ok: false, why: 'none' };
  } catch (reason) {
    const missing =
      reason instanceof DOMException &&
      ['NotFoundError', 'OverconstrainedError'].includes(reason.name);
    return { ok: false, why: missing ? 'none' : 'blocked' };
  }
}

/** Whether this browser can share a window; telephones cannot. */
export function can_share_screen(): boolean {
  return typeof navigator.mediaDevices?.getDisplayMedia === 'function';
}

/** A window or tab as a picture line; `null` when the person thought better of it. */
export async function share_screen(): Promise<MediaStreamTrack | null> {
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia({
      video: { frameRate: { max: 5 } },
      audio: false,
    });
    const track = stream.getVideoTracks()[0] ?? null;
    if (track) track.contentHint = 'text';
    return track;
  } catch {
    return null;
  }
}

/** Long side of a shared page, in pixels: legible, and cheap to encode. */
const PAGE_PX = 1280;

/**
 * A photograph or scanned page as a picture line. It is painted again twice a
 * second, so that somebody who joins later gets it too.
 */
export async function share_image(file: Blob): Promise<MediaStreamTrack | null> {
  const image = await createImageBitmap(file).catch(() => null);
  if (!image) return null;
  const scale = Math.min(1, PAGE_PX / Math.max(image.width, image.height));
  const canvas = document.createElement('canvas');
  // Video encoders want even sides.
  canvas.width = Math.max(2, 2 * Math.round((image.width * scale) / 2));
  canvas.height = Math.max(2, 2 * Math.round((image.height * scale) / 2));
  const paint = () => canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  paint();
  const track = canvas.captureStream(5).getVideoTracks()[0] ?? null;
  if (!track) return null;
  track.contentHint = 'text';
  const repaint = setInterval(() => {
    if (track.readyState === 'ended') clearInterval(repaint);
    else paint();
  }, 500);
  return track;
}
