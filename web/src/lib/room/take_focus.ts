/** Moves the focus to an element when it appears, so that a screen reader begins there. */
export function take_focus(element: HTMLElement): void {
  element.focus();
}
