/**
 * Draws the outlines of the region anew: `npm run outlines`. They are Natural Earth's (public
 * domain, 1:50 million) as packed by world-atlas, made coarser as far as a map on a page needs.
 * Neighbours that are drawn as ground only are under `""`.
 */
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import { feature } from 'topojson-client';
import { presimplify, simplify } from 'topojson-simplify';
import { format, resolveConfig } from 'prettier';

/** ISO 3166-1: numbers as the atlas has them. */
const COUNTRIES = {
  '084': 'BZ',
  124: 'CA',
  188: 'CR',
  214: 'DO',
  222: 'SV',
  320: 'GT',
  340: 'HN',
  484: 'MX',
  558: 'NI',
  591: 'PA',
  840: 'US',
};
/** Haiti, Cuba, Jamaica, Puerto Rico, Colombia. */
const NEIGHBOURS = ['332', '192', '388', '630', '170'];
/** Islands smaller than so many square degrees are left out: here in the north, else anywhere. */
const SMALLEST = { CA: 12, US: 1.5, other: 0.05 };
/** A corner smaller than so many square degrees goes. */
const COARSE = 0.015;
/** Parts of a degree that are kept. */
const STEPS = 50;

const file_50m = createRequire(import.meta.url).resolve('world-atlas/countries-50m.json');
const world = presimplify(JSON.parse(readFileSync(file_50m, 'utf8')));
const atlas = simplify(world, COARSE);

const rings = (geometry) =>
  (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates).map(
    ([ring]) => ring,
  );

const area = (ring) =>
  Math.abs(
    ring.reduce((sum, [x, y], at) => {
      const [next_x, next_y] = ring[(at + 1) % ring.length];
      return sum + x * next_y - next_x * y;
    }, 0) / 2,
  );

/** One ring as a flat list of steps of longitude and latitude. */
function steps(ring) {
  const flat = [];
  for (const [longitude, latitude] of ring) {
    const [x, y] = [Math.round(longitude * STEPS), Math.round(latitude * STEPS)];
    if (x !== flat.at(-2) || y !== flat.at(-1)) flat.push(x, y);
  }
  return flat;
}

function outline(id, country) {
  const shape = atlas.objects.countries.geometries.find((each) => each.id === id);
  const smallest = SMALLEST[country] ?? SMALLEST.other;
  return rings(feature(atlas, shape).geometry)
    .filter((ring) => area(ring) > smallest && ring.every(([longitude]) => longitude < 0))
    .filter((ring) => ring.some(([longitude]) => longitude > -170))
    .map(steps);
}

const outlines = Object.fromEntries(
  Object.entries(COUNTRIES)
    .map(([id, country]) => [country, outline(id, country)])
    .sort(([a], [b]) => a.localeCompare(b)),
);
outlines[''] = NEIGHBOURS.flatMap((id) => outline(id, ''));

const file = new URL('../src/lib/coverage/outlines.json', import.meta.url);
const options = { ...(await resolveConfig(file)), filepath: file.pathname };
writeFileSync(file, await format(JSON.stringify({ steps_per_degree: STEPS, outlines }), options));
