-- Venues and kits.

CREATE TABLE place (
    id UUID NOT NULL,
    name TEXT NOT NULL,
    country TEXT NOT NULL,
    city TEXT NOT NULL,
    zone TEXT NOT NULL,
    kind TEXT NOT NULL,
    step_free BOOLEAN NOT NULL,
    child_friendly BOOLEAN NOT NULL,
    CONSTRAINT place_key PRIMARY KEY (id),
    CONSTRAINT place_kind CHECK (kind IN ('venue', 'kit'))
);
CREATE INDEX place_in_country ON place (country, kind);

CREATE TABLE equipment (
    place UUID NOT NULL,
    item TEXT NOT NULL,
    CONSTRAINT equipment_key PRIMARY KEY (place, item),
    CONSTRAINT equipment_place FOREIGN KEY (place) REFERENCES place (id) ON DELETE CASCADE
);
