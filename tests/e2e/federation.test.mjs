// Two institutions over HTTPS, on each database: what one does the other sees.
import { after, before, describe } from 'node:test';

import { discovery } from './federation/discovery.mjs';
import { follows } from './federation/follows.mjs';
import { mentorships } from './federation/mentorships.mjs';
import { mentorshipPlaces } from './federation/mentorship_places.mjs';
import { posts } from './federation/posts.mjs';
import { reactions } from './federation/reactions.mjs';
import { resources } from './federation/resources.mjs';
import { visibility } from './federation/visibility.mjs';
import { engines } from './lib/databases.mjs';
import { logsOnFailure, World } from './lib/world.mjs';

for (const engine of engines) {
    const world = new World(engine);
    describe(`federation on ${engine}`, () => {
        before(() => world.open());
        after(() => world.close());
        logsOnFailure(world);
        describe('discovery', () => discovery(world));
        describe('follows', () => follows(world));
        describe('posts', () => posts(world));
        describe('visibility', () => visibility(world));
        describe('reactions', () => reactions(world));
        describe('resources', () => resources(world));
        describe('mentorships', () => mentorships(world));
        describe('places of a mentorship', () => mentorshipPlaces(world));
    });
}
