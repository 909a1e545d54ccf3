-- Venues and kits.

CREATE TABLE place (
    id BLOB NOT NULL,
    name TEXT NOT NULL,
    country TEXT NOT NULL,
    city TEXT NOT NULL,
    zone TEXT NOT NULL,
    kind TEXT NOT NULL,
    step_free INTEGER NOT NULL,
    child_friendly INTEGER NOT NULL,
    CONSTRAINT place_key PRIMARY KEY (id),
    CONSTRAINT place_kind CHECK (kind IN ('venue', 'kit')),
    CONSTRAINT place_step_free_flag CHECK (step_free IN (0, 1)),
    CONSTRAINT place_child_friendly_flag CHECK (child_friendly IN (0, 1))
) STRICT;
CREATE INDEX place_in_country ON place (country, kind);

CREATE TABLE equipment (
    place BLOB NOT NULL,
    item TEXT NOT NULL,
    CONSTRAINT equipment_key PRIMARY KEY (place, item),
    CONSTRAINT equipment_place FOREIGN KEY (place) REFERENCES place (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
