// Two institutions and some of their people, for tests that need both.
import { afterEach } from 'node:test';

import { eventually } from './eventually.mjs';
import { Instance, showLogsOnFailure } from './instance.mjs';

export class World {
    constructor(engine) {
        this.engine = engine;
    }

    async open(config = {}) {
        this.north = await Instance.start('north', { engine: this.engine, config });
        this.south = await Instance.start('south', { engine: this.engine, config });
    }
    instances() {
        return [this.north, this.south];
    }
    async close() {
        for (const instance of this.instances()) await instance?.close();
        this.north = this.south = undefined;
    }

    // One person on each side, the southern one following the northern one.
    async pair(northern, southern) {
        const author = await this.north.account(northern);
        const reader = await this.south.account(southern);
        await reader.follow(author.handle);
        await this.untilFollowing(reader, author);
        return { author, reader };
    }
    async untilFollowing(reader, author) {
        const account = await reader.find(author.handle);
        await eventually(`${reader.handle} follows ${author.handle}`, async () => (await reader.relationship(account.id)).following);
        return account;
    }
}

// To be called inside describe().
export function logsOnFailure(world) {
    afterEach((context) => showLogsOnFailure(context, () => world.instances()));
}
