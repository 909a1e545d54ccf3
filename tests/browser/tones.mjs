// The tone of each participant: far enough apart to be told from each other
// after Opus, and none a multiple of another, so that distortion of one is
// never taken for another.

/** Hertz of all tones: first those of the participants, then those of ASIDES. */
export const TONES = [440, 610, 790, 1030, 1270, 1490, 1730, 1970, 2210, 2450, 2690, 2930];

/** Tones that a participant uses for what others must not hear: a test looks for them everywhere. */
export const OFF_RECORD = { name: "what was said off the record", voice: { index: 10, tone: TONES[10] } };
export const PRIVATE = { name: "what was said in private", voice: { index: 11, tone: TONES[11] } };

const VOICES = 10;
const COLOURS = ["#2f4b66", "#5b4a6f", "#3f6b5c", "#7a5a3a", "#34656d", "#6d3f4a", "#4d5a35", "#52606d", "#6b5b2e", "#3d4a7a"];

let given = 0;

/** The next free tone and colour of this test file; a voice of someone who left is used again. */
export function nextVoice() {
  const index = given++ % VOICES;
  return { index, tone: TONES[index], colour: COLOURS[index] };
}
