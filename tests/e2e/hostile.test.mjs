// What other servers, clients and bare sockets may try. Nothing of it changes anything, and the server goes on
// serving everybody else.
import { after, afterEach, before, describe } from 'node:test';

import { bodies } from './hostile/bodies.mjs';
import { forgeries } from './hostile/forgeries.mjs';
import { framing } from './hostile/framing.mjs';
import { keyServers } from './hostile/key_servers.mjs';
import { passwords } from './hostile/passwords.mjs';
import { privateAddresses } from './hostile/private_addresses.mjs';
import { scopes } from './hostile/scopes.mjs';
import { signatures } from './hostile/signatures.mjs';
import { Instance } from './lib/instance.mjs';
import { Stranger } from './lib/stranger.mjs';
import { logsOnFailure } from './lib/world.mjs';

const world = {
    instances: () => [world.north],
    async open() {
        this.north = await Instance.start('north', { config: { federation: { allow_addresses: ['127.0.0.1/32'] } } });
        this.stranger = await Stranger.start();
        this.inbox = `${this.north.origin}/ap/inbox`;
        this.victim = await this.north.account('maya');
        this.reader = await this.north.account('daniel');
    },
    async close() {
        this.stranger?.close();
        await this.north?.close();
    },
};

describe('hostile input', () => {
    before(() => world.open());
    after(() => world.close());
    afterEach(() => world.north.assertAlive());
    logsOnFailure(world);
    describe('signatures', () => signatures(world));
    describe('forgeries', () => forgeries(world));
    describe('key servers', () => keyServers(world));
    describe('private addresses', () => privateAddresses(world));
    describe('bodies', () => bodies(world));
    describe('scopes and ids', () => scopes(world));
    describe('framing', () => framing(world));
    describe('passwords', () => passwords(world));
});
