/**
 * The one peer connection of a seat. It makes one offer with fixed lines;
 * afterwards tracks are put into the lines and taken out of them without any
 * new offer. Only a lost path (ICE restart) or a lost server (rejoin) leads to
 * another exchange.
 */
import type { ToServer } from './protocol';

export const AUDIO_SLOTS = 8;
export const VIDEO_SLOTS = 6;

/** The send lines, in the order of the protocol. */
export const LINES = ['mic', 'mic_disguised', 'camera', 'document'] as const;
export type Line = (typeof LINES)[number];

/** A path may be silent this long before a restart is asked for. */
const RESTART_AFTER_MS = 1500;
/** How long an answer may take before everything is begun anew. */
const ANSWER_WITHIN_MS = 8000;
const CAMERA_BPS = 450_000;
const DOCUMENT_BPS = 900_000;

export type MediaState = 'idle' | 'joining' | 'flowing' | 'lost';

export interface MediaEvents {
  send(message: ToServer): boolean;
  /** The receive tracks in slot order; called once for each peer connection. */
  tracks(audio: MediaStreamTrack[], video: MediaStreamTrack[]): void;
  state(state: MediaState): void;
}

export class HearingMedia {
  #peer: RTCPeerConnection | null = null;
  #transceivers: RTCRtpTransceiver[] = [];
  /** What is to be sent; outlives the peer connection, so a rejoin sends the same. */
  #sending = new Map<Line, MediaStreamTrack>();
  /** Answers that are still due on this socket; only the last one counts. */
  #answers_due = 0;
  #restart: ReturnType<typeof setTimeout> | undefined;
  #overdue: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly events: MediaEvents) {}

  get joined(): boolean {
    return this.#peer !== null;
  }

  /** Makes a new peer connection and offers it; the former one ends. */
  async join(): Promise<void> {
    const former = this.#peer;
    const peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle', iceServers: [] });
    this.#peer = peer;
    this.#transceivers = add_lines(peer);
    peer.onconnectionstatechange = () => this.#watch(peer);
    this.events.state('joining');
    for (const [line, track] of this.#sending) await this.#put(line, track);
    former?.close();
    await this.#offer(peer, 'offer');
  }

  /** Takes the server's answer to the last offer. */
  async answer(sdp: string): Promise<void> {
    this.#answers_due = Math.max(0, this.#answers_due - 1);
    const peer = this.#peer;
    if (!peer || this.#answers_due > 0 || peer.signalingState !== 'have-local-offer') return;
    clearTimeout(this.#overdue);
    const first = peer.currentRemoteDescription === null;
    await peer.setRemoteDescription({ type: 'answer', sdp });
    if (!first || peer !== this.#peer) return;
    await limit(this.#sender('camera'), CAMERA_BPS);
    await limit(this.#sender('document'), DOCUMENT_BPS);
    const received = this.#transceivers.slice(LINES.length).map((line) => line.receiver.track);
    this.events.tracks(received.slice(0, AUDIO_SLOTS), received.slice(AUDIO_SLOTS));
  }

  /** A new socket brings no answers to offers that were made on the old one. */
  socket_changed(): void {
    this.#answers_due = 0;
    if (this.#peer?.signalingState === 'have-local-offer') void this.join();
  }

  /** Sends a track on a line, or nothing; never leads to an offer. */
  async send(line: Line, track: MediaStreamTrack | null): Promise<void> {
    if (track) this.#sending.set(line, track);
    else this.#sending.delete(line);
    await this.#put(line, track);
  }

  stats(): Promise<RTCStatsReport> | null {
    return this.#peer?.getStats() ?? null;
  }

  leave(): void {
    clearTimeout(this.#restart);
    clearTimeout(this.#overdue);
    this.#peer?.close();
    this.#peer = null;
    this.#transceivers = [];
    this.events.state('idle');
  }

  #sender(line: Line): RTCRtpSender | undefined {
    return this.#transceivers[LINES.indexOf(line)]?.sender;
  }

  async #put(line: Line, track: MediaStreamTrack | null): Promise<void> {
    await this.#sender(line)?.replaceTrack(track);
  }

  async #offer(peer: RTCPeerConnection, type: 'offer' | 'restart'): Promise<void> {
    await peer.setLocalDescription(await peer.createOffer({ iceRestart: type === 'restart' }));
    // The server is at a known address and learns ours from our checks: the
    // offer need not wait for candidates.
    const sdp = peer.localDescription?.sdp;
    if (!sdp || peer !== this.#peer) return;
    if (!this.events.send({ type, sdp })) return;
    this.#answers_due += 1;
    clearTimeout(this.#overdue);
    this.#overdue = setTimeout(() => {
      if (peer === this.#peer && peer.signalingState === 'have-local-offer') void this.join();
    }, ANSWER_WITHIN_MS);
  }

  #watch(peer: RTCPeerConnection): void {
    if (peer !== this.#peer) return;
    clearTimeout(this.#restart);
    switch (peer.connectionState) {
      case 'connected':
        this.events.state('flowing');
        break;
      case 'disconnected':
        this.events.state('lost');
        this.#restart = setTimeout(() => {
          if (peer === this.#peer && peer.signalingState === 'stable') {
            void this.#offer(peer, 'restart');
          }
        }, RESTART_AFTER_MS);
        break;
      case 'failed':
        this.events.state('lost');
        void this.join();
        break;
    }
  }
}

function add_lines(peer: RTCPeerConnection): RTCRtpTransceiver[] {
  const add = (kind: 'audio' | 'video', direction: RTCRtpTransceiverDirection, count: number) =>
    Array.from({ length: count }, () => peer.addTransceiver(kind, { direction }));
  return [
    ...add('audio', 'sendonly', 2),
    ...add('video', 'sendonly', 2),
    ...add('audio', 'recvonly', AUDIO_SLOTS),
    ...add('video', 'recvonly', VIDEO_SLOTS),
  ];
}

/** Keeps a picture from taking the bandwidth that speech needs. */
async function limit(sender: RTCRtpSender | undefined, bps: number): Promise<void> {
  const parameters = sender?.getParameters();
  if (!sender || !parameters?.encodings.length) return;
  for (const encoding of parameters.encodings) encoding.maxBitrate = bps;
  // A browser that refuses the limit still sends; its own estimate bounds it.
  await sender.setParameters(parameters).catch(() => undefined);
}
