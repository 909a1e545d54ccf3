import { describe, expect, it } from 'vitest';
import { listed, variety_code } from './variety';

describe('a variety of a country', () => {
  it('is named by its place in plain letters', () => {
    expect(variety_code('mam', 'San Pedro Sacatepéquez')).toBe('mam-san-pedro-sacatepequez');
    expect(variety_code('mam-todos-santos', 'Cajolá')).toBe('mam-cajola');
    expect(variety_code('kek', "  Fray B. de las C'asas! ")).toBe('kek-fray-b-de-las-c-asas');
    expect(variety_code('kek', '¿?')).toBe('');
    expect(variety_code('', 'Cobán')).toBe('');
  });

  it('has its places between commas', () => {
    expect(listed(' Lanquín, ,Cahabón ,')).toEqual(['Lanquín', 'Cahabón']);
  });
});
