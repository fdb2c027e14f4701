import GRDB

/// The tables of the store, as migrations that only go forward.
enum StoreSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(sql: version1)
        }
        migrator.registerMigration("2") { db in
            try db.execute(sql: version2)
        }
        migrator.registerMigration("3") { db in
            try db.execute(sql: version3)
        }
        migrator.registerMigration("4") { db in
            try db.execute(sql: version4)
        }
        migrator.registerMigration("5 drops") { db in
            try db.execute(sql: version5)
            try DropRegistry.nameDropsByPosition(in: db)
        }
        migrator.registerMigration("6 item facts") { db in
            try db.execute(sql: itemFacts)
        }
        migrator.registerMigration("7 unit groups") { db in
            try db.execute(sql: unitGroups)
        }
        return migrator
    }

    private static let version1 = """
        CREATE TABLE settings (
            name TEXT PRIMARY KEY NOT NULL,
            value NOT NULL
        ) WITHOUT ROWID;

        -- The outcome of reading some bytes; files refer to it, so equal files share it.
        CREATE TABLE contents (
            id INTEGER PRIMARY KEY,
            hash BLOB NOT NULL,
            reader TEXT NOT NULL,
            source TEXT NOT NULL,
            byte_count INTEGER NOT NULL,
            -- 0: contributions are still arriving, 1: whole, 2: quarantined
            state INTEGER NOT NULL CHECK (state IN (0, 1, 2)),
            error TEXT,
            warnings TEXT,
            UNIQUE (hash, reader)
        );

        CREATE INDEX faulty_contents ON contents (id) WHERE error IS NOT NULL OR warnings IS NOT NULL;

        -- payload is last: a heading is read without touching the pages of its payload.
        CREATE TABLE contributions (
            id INTEGER PRIMARY KEY,
            content_id INTEGER NOT NULL,
            kind TEXT NOT NULL,
            unit TEXT NOT NULL,
            member BLOB NOT NULL,
            heading BLOB NOT NULL,
            payload_byte_count INTEGER NOT NULL,
            payload BLOB NOT NULL
        );
        CREATE INDEX contributions_of_content ON contributions (content_id);

        CREATE TABLE files (
            id INTEGER PRIMARY KEY,
            drop_index INTEGER NOT NULL,
            path BLOB NOT NULL,
            device INTEGER NOT NULL,
            inode INTEGER NOT NULL,
            byte_count INTEGER NOT NULL,
            modified INTEGER NOT NULL,
            changed INTEGER NOT NULL,
            -- NULL: no transformer claims the file
            content_id INTEGER,
            UNIQUE (drop_index, path)
        );
        CREATE INDEX files_of_content ON files (content_id) WHERE content_id IS NOT NULL;

        CREATE TABLE units (
            id INTEGER PRIMARY KEY,
            source TEXT NOT NULL,
            key TEXT NOT NULL,
            scope_drop INTEGER NOT NULL,
            scope BLOB NOT NULL,
            link_id INTEGER,
            is_dirty INTEGER NOT NULL,
            UNIQUE (source, key)
        );
        CREATE INDEX dirty_units ON units (id) WHERE is_dirty;
        CREATE INDEX units_of_link ON units (link_id);
        CREATE INDEX units_in_scope ON units (source, scope_drop, scope);

        -- unit_id NULL: context of the scope
        CREATE TABLE parts (
            file_id INTEGER NOT NULL,
            contribution_id INTEGER NOT NULL,
            unit_id INTEGER,
            source TEXT NOT NULL,
            scope_drop INTEGER NOT NULL,
            scope BLOB NOT NULL,
            PRIMARY KEY (file_id, contribution_id)
        ) WITHOUT ROWID;
        CREATE INDEX parts_of_unit ON parts (unit_id) WHERE unit_id IS NOT NULL;
        CREATE INDEX context_parts ON parts (source, scope_drop, scope) WHERE unit_id IS NULL;

        CREATE TABLE links (
            id INTEGER PRIMARY KEY,
            source TEXT NOT NULL,
            link TEXT NOT NULL,
            valid_from INTEGER NOT NULL,
            valid_until INTEGER NOT NULL,
            is_dirty INTEGER NOT NULL,
            UNIQUE (source, link)
        );
        CREATE INDEX dirty_links ON links (id) WHERE is_dirty;
        CREATE INDEX passing_links ON links (valid_until)
            WHERE valid_until < 9223372036854775807;

        CREATE TABLE items (
            id INTEGER PRIMARY KEY,
            link_id INTEGER NOT NULL,
            source TEXT NOT NULL,
            section TEXT NOT NULL,
            key TEXT NOT NULL,
            sort_key TEXT NOT NULL,
            title TEXT NOT NULL,
            message_count INTEGER NOT NULL,
            first_activity INTEGER,
            last_activity INTEGER,
            -- NULL: not decided yet
            decision BLOB,
            -- Which keys of the matching index the decision asked for
            signature BLOB,
            is_matched INTEGER NOT NULL DEFAULT 0,
            is_unsure INTEGER NOT NULL DEFAULT 0,
            digest BLOB NOT NULL,
            subject BLOB NOT NULL,
            people BLOB NOT NULL,
            members BLOB NOT NULL,
            segments BLOB NOT NULL,
            UNIQUE (link_id, section, key)
        );
        CREATE INDEX items_of_link ON items (link_id);
        CREATE INDEX unmatched_items ON items (section, title, key) WHERE NOT is_matched;
        CREATE INDEX undecided_items ON items (id) WHERE decision IS NULL;

        CREATE TABLE item_companies (
            company TEXT NOT NULL,
            item_id INTEGER NOT NULL,
            PRIMARY KEY (company, item_id)
        ) WITHOUT ROWID;
        CREATE INDEX companies_of_item ON item_companies (item_id);

        -- The empty name stands for the items that no company has.
        CREATE TABLE dirty_companies (
            company TEXT PRIMARY KEY NOT NULL
        ) WITHOUT ROWID;
        """

    /// The queries of a refresh must not take longer in a larger database.
    private static let version2 = """
        CREATE INDEX coming_links ON links (valid_from);
        CREATE INDEX matched_items ON items (section, is_matched) WHERE is_matched;
        """

    /// A contribution's id is never reused, so an equal id means equal bytes, and unchanged pages are left alone.
    private static let version3 = """
        ALTER TABLE contributions RENAME TO contributions2;
        CREATE TABLE contributions (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            content_id INTEGER NOT NULL,
            kind TEXT NOT NULL,
            unit TEXT NOT NULL,
            member BLOB NOT NULL,
            heading BLOB NOT NULL,
            payload_byte_count INTEGER NOT NULL,
            payload BLOB NOT NULL
        );
        INSERT INTO contributions SELECT * FROM contributions2;
        DROP TABLE contributions2;
        CREATE INDEX contributions_of_content ON contributions (content_id);
        """

    /// Items hand values over beside their JSON. They are assembled anew, since their assemblers have
    /// other identities; until then they have none.
    private static let itemFacts = """
        ALTER TABLE items RENAME TO items5;
        CREATE TABLE items (
            id INTEGER PRIMARY KEY,
            link_id INTEGER NOT NULL,
            source TEXT NOT NULL,
            section TEXT NOT NULL,
            key TEXT NOT NULL,
            sort_key TEXT NOT NULL,
            title TEXT NOT NULL,
            message_count INTEGER NOT NULL,
            first_activity INTEGER,
            last_activity INTEGER,
            -- NULL: not decided yet
            decision BLOB,
            -- Which keys of the matching index the decision asked for
            signature BLOB,
            is_matched INTEGER NOT NULL DEFAULT 0,
            is_unsure INTEGER NOT NULL DEFAULT 0,
            digest BLOB NOT NULL,
            -- Where in the list of unmatched items it stands, if no company has it
            bucket INTEGER NOT NULL,
            -- Who looks after a record of the CRM
            owner TEXT,
            subject BLOB NOT NULL,
            people BLOB NOT NULL,
            -- ItemFacts; empty: none
            facts BLOB NOT NULL,
            members BLOB NOT NULL,
            segments BLOB NOT NULL,
            UNIQUE (link_id, section, key)
        );
        INSERT INTO items SELECT id, link_id, source, section, key, sort_key, title, message_count,
            first_activity, last_activity, decision, signature, is_matched, is_unsure, digest, 0, NULL,
            subject, people, x'', members, segments FROM items5;
        DROP TABLE items5;
        CREATE INDEX items_of_link ON items (link_id);
        CREATE INDEX unmatched_items ON items (section, title, key) WHERE NOT is_matched;
        CREATE INDEX undecided_items ON items (id) WHERE decision IS NULL;
        CREATE INDEX matched_items ON items (section, is_matched) WHERE is_matched;
        CREATE INDEX unmatched_buckets ON items (section, bucket) WHERE NOT is_matched;
        CREATE INDEX items_of_owner ON items (owner) WHERE owner IS NOT NULL;
        """

    /// Units that are the same thing make a group. Only names change; the unique key of items finds those
    /// of a group, so the index of them goes.
    private static let unitGroups = """
        ALTER TABLE links RENAME TO unit_groups;
        ALTER TABLE unit_groups RENAME COLUMN link TO name;
        ALTER TABLE units RENAME COLUMN link_id TO group_id;
        ALTER TABLE items RENAME COLUMN link_id TO group_id;
        DROP INDEX units_of_link;
        DROP INDEX items_of_link;
        DROP INDEX dirty_links;
        DROP INDEX passing_links;
        DROP INDEX coming_links;
        CREATE INDEX units_of_group ON units (group_id);
        CREATE INDEX dirty_groups ON unit_groups (id) WHERE is_dirty;
        CREATE INDEX passing_groups ON unit_groups (valid_until)
            WHERE valid_until < 9223372036854775807;
        CREATE INDEX coming_groups ON unit_groups (valid_from);
        """

    /// A damaged file may keep its earlier contributions (`retention: keep`).
    private static let version4 = """
        -- Quarantined; content_id is the file's last good content then
        ALTER TABLE files ADD COLUMN damage_id INTEGER;
        CREATE INDEX files_of_damage ON files (damage_id) WHERE damage_id IS NOT NULL;
        """

    /// Drop directories have names, ignored files have a kind, and faults are counted.
    private static let version5 = """
        CREATE TABLE drops (
            -- files.drop_index; names in this order are sorted
            number INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            -- Where it was found last
            path BLOB NOT NULL,
            -- NULL: told by the files' content
            source TEXT,
            is_configured INTEGER NOT NULL,
            -- 0: the name was made up for a database of an older version
            is_named INTEGER NOT NULL
        );
        -- Of a file without content: what kind of file it seems to be
        ALTER TABLE files ADD COLUMN ignored_as TEXT;
        ALTER TABLE contents ADD COLUMN warning_count INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE contents ADD COLUMN lost_count INTEGER NOT NULL DEFAULT 0;
        UPDATE contents SET warning_count = json_array_length(warnings) WHERE warnings IS NOT NULL;
        """
}
