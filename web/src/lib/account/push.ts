/** Subscribes this browser to notes that its push service brings. */
import { get, post } from '../api/client';
import type { Devices } from '../api/types';

/** Whether this browser can show notes at all. */
export function can_be_told(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
}

/** Asks the person, subscribes, and tells the server; false if the person or browser says no. */
export async function subscribe(): Promise<boolean> {
  if (!can_be_told() || (await Notification.requestPermission()) !== 'granted') return false;
  const { key } = await get<Devices>('/api/me/devices');
  const worker = await navigator.serviceWorker.ready;
  const made = await worker.pushManager
    .subscribe({ userVisibleOnly: true, applicationServerKey: key })
    .catch(() => null);
  const { endpoint, keys } = made?.toJSON() ?? {};
  if (!endpoint || !keys?.['p256dh'] || !keys['auth']) return false;
  await post('/api/me/devices', { endpoint, p256dh: keys['p256dh'], auth: keys['auth'] });
  return true;
}
