import { describe, expect, it } from 'vitest';
import { COUNTRIES } from '../zones';
import { project, shapes } from './outlines';

describe('outlines', () => {
  it('has each country of the region once', () => {
    const drawn = shapes.map(({ country }) => country).filter((country) => country !== '');
    expect(drawn.toSorted()).toEqual([...COUNTRIES].toSorted());
  });

  it('keeps areas: Mexico is eighteen times as large as Guatemala', () => {
    const area = (country: string) => shapes.find((shape) => shape.country === country)?.area ?? 0;
    expect(area('MX') / area('GT')).toBeGreaterThan(16);
    expect(area('MX') / area('GT')).toBeLessThan(20);
  });

  it('has north above and east on the right', () => {
    const [guatemala, ottawa, santo_domingo] = [
      project(-90.5, 14.6),
      project(-75.7, 45.4),
      project(-69.9, 18.5),
    ];
    expect(ottawa[1]).toBeLessThan(guatemala[1]);
    expect(santo_domingo[0]).toBeGreaterThan(guatemala[0]);
  });

  it('measures a degree at the centre as the globe does', () => {
    const [[x0, y0], [x1, y1]] = [project(-92, 28), project(-92, 29)];
    expect(Math.hypot(x1 - x0, y1 - y0)).toBeCloseTo((1000 * Math.PI) / 180, 2);
  });
});
