// Put into every page before its own scripts: gives it a microphone that is a
// pure tone and a camera that is a nodding figure before a colour of its own,
// and listens to what it finally plays. Nothing else of the page is touched.
({ tone, colour, tones }) => {
  if (!navigator.mediaDevices) return; // the empty page that a browser starts with
  const FRAME_MS = 40;
  const KEEP_MS = 120_000;

  // ---- the mouth: one oscillator, silent until told to speak -------------
  let context;
  let oscillator;
  let loudness;
  const mouth = () => {
    if (!context) {
      context = new AudioContext({ sampleRate: 48_000 });
      oscillator = new OscillatorNode(context, { frequency: tone });
      loudness = new GainNode(context, { gain: 0 });
      oscillator.connect(loudness);
      oscillator.start();
    }
    return loudness;
  };
  const microphone = () => {
    const output = new MediaStreamAudioDestinationNode(mouth().context);
    mouth().connect(output);
    return output.stream.getAudioTracks();
  };

  // ---- the face: head and shoulders that nod -----------------------------
  const camera = () => {
    const canvas = document.createElement("canvas");
    canvas.width = 320;
    canvas.height = 180;
    const pen = canvas.getContext("2d");
    let frame = 0;
    const draw = () => {
      const nod = 4 * Math.sin(frame++ / 4);
      pen.fillStyle = colour;
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.fillStyle = "#e8ecef";
      pen.beginPath();
      pen.ellipse(160, 190, 74, 72, 0, 0, 2 * Math.PI);
      pen.ellipse(160, 76 + nod, 34, 42, 0, 0, 2 * Math.PI);
      pen.fill();
    };
    draw();
    setInterval(draw, 100);
    return canvas.captureStream(10).getVideoTracks();
  };

  const devices = [
    { deviceId: "mic", groupId: "a", kind: "audioinput", label: "Microphone of the test" },
    { deviceId: "cam", groupId: "a", kind: "videoinput", label: "Camera of the test" },
    { deviceId: "out", groupId: "a", kind: "audiooutput", label: "Speaker of the test" },
  ];
  Object.assign(navigator.mediaDevices, {
    getUserMedia: async ({ audio, video }) =>
      new MediaStream([...(audio ? microphone() : []), ...(video ? camera() : [])]),
    getDisplayMedia: async () => new MediaStream(camera()),
    enumerateDevices: async () => devices,
  });

  // ---- the ear: what is connected to the loudspeaker ----------------------
  const heard = []; // { at, levels: dB of each of `tones` }
  const connect = AudioNode.prototype.connect;
  const ears = new Map(); // one for each loudspeaker, as all that goes there adds up
  const earAt = (loudspeaker) => {
    if (!ears.has(loudspeaker)) ears.set(loudspeaker, makeEar(loudspeaker.context));
    return ears.get(loudspeaker);
  };
  const makeEar = (context) => {
    const ear = new AnalyserNode(context, { fftSize: 4096, smoothingTimeConstant: 0 });
    const spectrum = new Float32Array(ear.frequencyBinCount);
    const binOf = (hertz) => Math.round((hertz * ear.fftSize) / context.sampleRate);
    const level = (hertz) => {
      const bin = binOf(hertz);
      const around = Math.max(spectrum[bin - 1], spectrum[bin], spectrum[bin + 1]);
      return Number.isFinite(around) ? around : -200;
    };
    setInterval(() => {
      ear.getFloatFrequencyData(spectrum);
      heard.push({ at: Date.now(), levels: tones.map(level) });
      while (heard.length > KEEP_MS / FRAME_MS) heard.shift();
    }, FRAME_MS);
    return ear;
  };
  AudioNode.prototype.connect = function (to, ...rest) {
    if (to instanceof AudioDestinationNode) connect.call(this, earAt(to));
    return connect.call(this, to, ...rest);
  };

  // ---- the wire: the peer connections, to count what arrives --------------
  const peers = [];
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(...given) {
      super(...given);
      peers.push(this);
    }
  };
  // Packets by receive line, in the order of the offer: {audio: […], video: […], frames}.
  const received = async () => {
    const peer = peers.findLast((each) => each.connectionState !== "closed");
    const counts = { audio: [], video: [], frames: 0 };
    for (const { receiver, direction } of peer?.getTransceivers() ?? []) {
      if (!direction.includes("recv")) continue;
      let packets = 0;
      for (const report of (await receiver.getStats()).values()) {
        if (report.type !== "inbound-rtp") continue;
        packets += report.packetsReceived;
        counts.frames += report.framesDecoded ?? 0;
      }
      counts[receiver.track.kind].push(packets);
    }
    return counts;
  };

  window.atTest = {
    speak: (gain, hertz = tone) => {
      mouth().gain.setTargetAtTime(gain, context.currentTime, 0.005);
      oscillator.frequency.value = hertz;
    },
    heardSince: (at) => heard.filter((frame) => frame.at >= at),
    received,
    peers,
  };
}
