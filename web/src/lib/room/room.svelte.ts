/**
 * The live hearing as the pages see it: the connection, the media and the mix
 * tied together, and their state as plain reactive values.
 */
import { HearingConnection, Refused } from '../puente/connection';
import { open_camera, open_microphone } from '../puente/devices';
import { judge, type LinkQuality, type LinkTotals, totals } from '../puente/link';
import { HearingMedia, type MediaState } from '../puente/media';
import { Mix } from '../puente/mix';
import type {
  Act,
  DeviceReport,
  EndedBecause,
  FromServer,
  MinutesEntry,
  Slot,
  View,
} from '../puente/protocol';
import { changes, type Change } from './changes';
import { match_pictures } from './pictures';
import { is_listener } from './roles';

const LINK_EVERY_MS = 2000;

export class Room {
  view = $state.raw<View | null>(null);
  minutes = $state.raw<MinutesEntry[]>([]);
  speaking = $state.raw<number[]>([]);
  /** Whether the server answers; `null` before the first time. */
  online = $state<boolean | null>(null);
  media = $state<MediaState>('idle');
  link = $state<LinkQuality>('good');
  ended = $state<EndedBecause | null>(null);
  /** Why the last act was refused, in words of the server; empty if it was not sent. */
  refusal = $state<string | null>(null);
  /** What has just changed, for the live region; the last one stays. */
  news = $state.raw<Change[]>([]);
  /** Another device sends and receives for this seat. */
  media_elsewhere = $state(false);
  /** The browser plays no sound before the person touches the page. */
  sound_blocked = $state(false);
  microphone_on = $state(true);
  camera_on = $state(true);
  has_microphone = $state(false);
  has_camera = $state(false);
  /** Own picture, for the small mirror. */
  own_camera = $state.raw<MediaStream | null>(null);
  sharing = $state(false);

  #video_tracks = $state.raw<MediaStreamTrack[]>([]);
  #video_slots = $state.raw<(Slot | null)[]>([]);
  #pictures = $derived(match_pictures(this.#video_tracks, this.#video_slots));

  readonly context = new AudioContext({ latencyHint: 'interactive' });
  readonly #mix = new Mix(this.context);
  readonly #connection: HearingConnection;
  readonly #media: HearingMedia;
  #instance: string | null = null;
  /** The next welcome is the first on its socket, not a change of language. */
  #new_socket = true;
  #tracks = new Map<'mic' | 'camera' | 'document', MediaStreamTrack>();
  #link_timer: ReturnType<typeof setInterval> | undefined;
  #link_before: LinkTotals | null = null;

  constructor(
    readonly hearing: string,
    lang: string,
  ) {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    this.#connection = new HearingConnection(
      `${scheme}://${location.host}/api/hearings/${hearing}/live`,
      lang,
      {
        message: (message) => this.#hear(message),
        online: (online) => {
          this.online = online;
          if (!online) this.#new_socket = true;
        },
      },
    );
    this.#media = new HearingMedia({
      send: (message) => this.#connection.send(message),
      tracks: (audio, video) => {
        this.#mix.receive(audio);
        this.#video_tracks = video;
      },
      state: (state) => (this.media = state),
    });
  }

  open(): void {
    this.#connection.open();
    this.#link_timer = setInterval(() => void this.#read_link(), LINK_EVERY_MS);
    this.context.onstatechange = () => (this.sound_blocked = this.context.state === 'suspended');
    this.sound_blocked = this.context.state === 'suspended';
    addEventListener('online', this.#hurry);
    addEventListener('pointerdown', this.wake);
    addEventListener('keydown', this.wake);
  }

  close(): void {
    clearInterval(this.#link_timer);
    removeEventListener('online', this.#hurry);
    removeEventListener('pointerdown', this.wake);
    removeEventListener('keydown', this.wake);
    this.#connection.close();
    this.#stop_media();
    this.context.onstatechange = null;
    void this.context.close();
  }

  speak(lang: string): void {
    this.#connection.speak(lang);
  }

  /** Starts the sound; browsers allow it after a touch or key only. */
  wake = (): void => {
    if (this.context.state === 'suspended') void this.context.resume();
  };

  #hurry = (): void => this.#connection.hurry();

  report(report: DeviceReport): void {
    this.#connection.send({ type: 'device_check', ...report });
  }

  may(act: string): boolean {
    return this.view?.allowed.includes(act) ?? false;
  }

  /** Does an act; a refusal becomes words on the page. Says whether it was done. */
  async act(type: string, fields: Omit<Act, 'type'> = {}): Promise<boolean> {
    this.refusal = null;
    try {
      await this.#connection.act({ type, ...fields });
      return true;
    } catch (reason) {
      this.refusal = (reason instanceof Refused ? reason.problem?.detail : null) ?? '';
      return false;
    }
  }

  /**
   * The stop of a witness. Microphone and camera are shut on this device in
   * the same instant; the server shuts them for everybody else.
   */
  async stop(): Promise<void> {
    this.#enable('mic', false);
    this.#enable('camera', false);
    if (!(await this.act('stop'))) this.#obey_switches();
  }

  /** The moving picture of a seat's camera, if a slot carries it. */
  picture(seat: number): MediaStream | null {
    return this.#pictures.get(`${seat} camera`) ?? null;
  }

  /** The document that is shown now, if any. */
  document_picture(): MediaStream | null {
    for (const [carries, picture] of this.#pictures) {
      if (carries.endsWith('document')) return picture;
    }
    return null;
  }

  /** Gives the room the devices that were checked; opens what is missing. */
  async equip(mic: MediaStreamTrack | null, camera: MediaStreamTrack | null): Promise<void> {
    if (mic) await this.#use('mic', mic);
    if (camera) await this.#use('camera', camera);
  }

  async #open_devices(): Promise<void> {
    const role = this.view?.me.role;
    if (!role || is_listener(role)) return;
    if (!this.#tracks.has('mic')) {
      const mic = await open_microphone();
      if (mic.ok) await this.#use('mic', mic.track);
    }
    if (!this.#tracks.has('camera') && this.camera_on) {
      const camera = await open_camera();
      if (camera.ok) await this.#use('camera', camera.track);
    }
  }

  async #use(line: 'mic' | 'camera', track: MediaStreamTrack): Promise<void> {
    const former = this.#tracks.get(line);
    this.#tracks.set(line, track);
    if (former && former !== track) former.stop();
    track.onended = () => void this.#device_gone(line, track);
    if (line === 'mic') this.has_microphone = true;
    else {
      this.has_camera = true;
      this.own_camera = new MediaStream([track]);
    }
    this.#obey_switches();
    await this.#media.send(line, track);
  }

  /** A headset was unplugged: the next best device takes its place. */
  async #device_gone(line: 'mic' | 'camera', track: MediaStreamTrack): Promise<void> {
    if (this.#tracks.get(line) !== track) return;
    this.#tracks.delete(line);
    const again = line === 'mic' ? await open_microphone() : await open_camera();
    if (again.ok) await this.#use(line, again.track);
    else if (line === 'mic') this.has_microphone = false;
    else this.has_camera = false;
  }

  toggle_microphone(): void {
    this.microphone_on = !this.microphone_on;
    this.#obey_switches();
  }

  turn_camera(on: boolean): void {
    this.camera_on = on;
    this.#obey_switches();
    if (this.camera_on) void this.#open_devices();
  }

  /** While a stop holds, nothing is sent whatever the switches say. */
  #obey_switches(): void {
    const stopped = this.view?.phase === 'stopped' && this.view.me.role === 'witness';
    this.#enable('mic', this.microphone_on && !stopped);
    this.#enable('camera', this.camera_on && !stopped);
  }

  #enable(line: 'mic' | 'camera', enabled: boolean): void {
    const track = this.#tracks.get(line);
    if (track) track.enabled = enabled;
  }

  /** Sends and receives here, and nowhere else. */
  bring_media(): void {
    this.media_elsewhere = false;
    if (this.view?.me.admitted) void this.#media.join();
  }

  /** Shows a window or a page to everybody who may see it. */
  async share(track: MediaStreamTrack | null): Promise<void> {
    if (!track) return;
    this.#tracks.get('document')?.stop();
    this.#tracks.set('document', track);
    track.onended = () => void this.unshare();
    await this.#media.send('document', track);
    this.sharing = true;
    if (!(await this.act('show_document'))) await this.#end_share();
  }

  async unshare(): Promise<void> {
    await this.#end_share();
    if (this.may('hide_document')) await this.act('hide_document');
  }

  async #end_share(): Promise<void> {
    this.#tracks.get('document')?.stop();
    this.#tracks.delete('document');
    this.sharing = false;
    await this.#media.send('document', null);
  }

  #hear(message: FromServer): void {
    switch (message.type) {
      case 'welcome':
        this.#welcome(message.instance, message.view);
        break;
      case 'view':
        this.#see(message.view);
        break;
      case 'answer':
        void this.#media.answer(message.sdp);
        break;
      case 'wired':
        this.#mix.wire(message.audio);
        this.#video_slots = message.video;
        break;
      case 'minutes':
        this.minutes = merge(this.minutes, message.entries);
        break;
      case 'speaking':
        this.speaking = message.seats;
        break;
      case 'media_lost':
        this.bring_media();
        break;
      case 'media_elsewhere':
        this.media_elsewhere = true;
        this.#media.leave();
        break;
      case 'ended':
        this.ended = message.because;
        this.#stop_media();
        break;
    }
  }

  #welcome(instance: string, view: View): void {
    const restarted = this.#instance !== null && this.#instance !== instance;
    this.#instance = instance;
    this.minutes = [];
    if (restarted && this.#media.joined) this.#media.leave();
    else if (this.#new_socket) this.#media.socket_changed();
    this.#new_socket = false;
    this.#see(view);
  }

  #see(view: View): void {
    const before = this.view;
    this.view = view;
    const news = before ? changes(before, view) : [];
    if (news.length > 0) this.news = news;
    this.#obey_switches();
    if (view.me.admitted && !this.#media.joined && !this.media_elsewhere) {
      void this.#media.join();
      void this.#open_devices();
    }
    if (!view.me.admitted && this.#media.joined) this.#media.leave();
  }

  #stop_media(): void {
    this.#media.leave();
    this.#mix.close();
    for (const track of this.#tracks.values()) {
      track.onended = null;
      track.stop();
    }
    this.#tracks.clear();
    this.own_camera = null;
  }

  async #read_link(): Promise<void> {
    const report = await this.#media.stats();
    if (!report) return;
    const now = totals(report.entries());
    const before = this.#link_before;
    this.#link_before = now;
    if (this.media === 'lost' || this.online === false) this.link = 'lost';
    else if (before) this.link = judge(before, now);
  }
}

/** Entries by their number; what was sent twice counts once. */
function merge(known: MinutesEntry[], more: MinutesEntry[]): MinutesEntry[] {
  const by_seq = new Map([...known, ...more].map((entry) => [entry.seq, entry]));
  return [...by_seq.values()].sort((a, b) => a.seq - b.seq);
}
