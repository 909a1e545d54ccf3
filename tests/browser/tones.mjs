// The tone of each participant: far enough apart to be told from each other
// after Opus, and none a multiple of another, so that distortion of one is
// never taken for another.

/** Hertz by the participant's order. */
export const TONES = [440, 610, 790, 1030, 1270, 1490, 1730, 1970, 2210, 2450, 2690, 2930];

const COLOURS = ["#b33", "#3b3", "#33b", "#bb3", "#b3b", "#3bb", "#963", "#369", "#639", "#393", "#933", "#339"];

let given = 0;

/** The next free tone and colour of this test file. */
export function nextVoice() {
  if (given === TONES.length) throw new Error(`a test has at most ${TONES.length} participants`);
  const voice = { index: given, tone: TONES[given], colour: COLOURS[given] };
  given += 1;
  return voice;
}
