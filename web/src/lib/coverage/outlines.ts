/**
 * The outlines of the region as paths on a plane: Lambert's azimuthal equal-area projection
 * (Snyder, Map Projections, 1987, ch. 24) about the Gulf of Mexico, a thousand units to the
 * globe's radius. It draws no country larger than it is.
 */
import { outlines, steps_per_degree } from './outlines.json';

export type Point = readonly [x: number, y: number];

const radians = (degrees: number) => (degrees * Math.PI) / 180;
const CENTRE = { longitude: radians(-92), latitude: radians(28) };
const RADIUS = 1000;

/** Where a place of the globe is on the plane; y grows to the south. */
export function project(longitude: number, latitude: number): Point {
  const east = radians(longitude) - CENTRE.longitude;
  const [sin, cos] = [Math.sin(radians(latitude)), Math.cos(radians(latitude))];
  const [sin_0, cos_0] = [Math.sin(CENTRE.latitude), Math.cos(CENTRE.latitude)];
  const scale = RADIUS * Math.sqrt(2 / (1 + sin_0 * sin + cos_0 * cos * Math.cos(east)));
  return [scale * cos * Math.sin(east), -scale * (cos_0 * sin - sin_0 * cos * Math.cos(east))];
}

function points(ring: number[]): Point[] {
  return Array.from({ length: ring.length / 2 }, (_, at) =>
    project((ring[2 * at] ?? 0) / steps_per_degree, (ring[2 * at + 1] ?? 0) / steps_per_degree),
  );
}

const signed_area = (ring: Point[]) =>
  ring.reduce((sum, [x, y], at) => {
    const [next_x, next_y] = ring[(at + 1) % ring.length] ?? [x, y];
    return sum + (x * next_y - next_x * y) / 2;
  }, 0);

/** The middle of an area. */
function centroid(ring: Point[]): Point {
  let [sum_x, sum_y] = [0, 0];
  ring.forEach(([x, y], at) => {
    const [next_x, next_y] = ring[(at + 1) % ring.length] ?? [x, y];
    const part = x * next_y - next_x * y;
    sum_x += (x + next_x) * part;
    sum_y += (y + next_y) * part;
  });
  const six = 6 * signed_area(ring);
  return [sum_x / six, sum_y / six];
}

export interface Shape {
  /** ISO 3166-1, or empty for the ground around. */
  country: string;
  path: string;
  /** Where a word about it stands. */
  middle: Point;
  area: number;
}

/** The ground around first, then the countries. */
export const shapes: Shape[] = Object.entries(outlines)
  .map(([country, rings]) => {
    const drawn = rings.map(points);
    const [largest = []] = drawn.toSorted(
      (a, b) => Math.abs(signed_area(b)) - Math.abs(signed_area(a)),
    );
    const line = (ring: Point[]) =>
      `M${ring.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join('L')}Z`;
    return {
      country,
      path: drawn.map(line).join(''),
      middle: centroid(largest),
      area: Math.abs(signed_area(largest)),
    };
  })
  .toSorted((a, b) => Number(a.country !== '') - Number(b.country !== ''));
