// A live Mastodon client, the npm package masto: from its registration on, on two institutions; and the calls that
// other apps make when they start.
import { after, before, describe } from 'node:test';

import { conversations } from './client/conversations.mjs';
import { following } from './client/following.mjs';
import { oauth } from './client/oauth.mjs';
import { startUp } from './client/start_up.mjs';
import { statuses } from './client/statuses.mjs';
import { timelines } from './client/timelines.mjs';
import { logsOnFailure, World } from './lib/world.mjs';

const world = new World('sqlite');

describe('a Mastodon client', () => {
    before(() => world.open());
    after(() => world.close());
    logsOnFailure(world);
    describe('sign-in', () => oauth(world));
    describe('statuses', () => statuses(world));
    describe('timelines', () => timelines(world));
    describe('conversations', () => conversations(world));
    describe('following', () => following(world));
    describe('start-up', () => startUp(world));
});
