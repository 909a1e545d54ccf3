/** Puts a live stream into a media element, and keeps it there when it changes. */
import type { Action } from 'svelte/action';

export const attach: Action<HTMLMediaElement, MediaStream | null> = (element, stream) => {
  const show = (wanted: MediaStream | null) => {
    if (element.srcObject === wanted) return;
    element.srcObject = wanted;
    if (wanted) element.play().catch(() => undefined);
  };
  show(stream);
  return {
    update: show,
    destroy() {
      element.srcObject = null;
    },
  };
};
