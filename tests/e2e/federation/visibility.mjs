// Who sees what, in both directions: public, unlisted, followers-only, direct.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { getActivity } from '../lib/calls.mjs';
import { eventually } from '../lib/eventually.mjs';

export function visibility(world) {
    const sides = [
        { from: 'north', to: 'south' },
        { from: 'south', to: 'north' },
    ];
    for (const { from, to } of sides) {
        let author, follower, stranger;

        before(async () => {
            author = await world[from].account(`writer_${from}`);
            follower = await world[to].account(`follower_${to}`);
            stranger = await world[to].account(`stranger_${to}`);
            await follower.follow(author.handle);
            await world.untilFollowing(follower, author);
        });

        // The last public post shows that what came before it has been dealt with.
        const settled = async () => {
            const last = await author.publish(`Last of the row ${crypto.randomUUID()}`);
            await eventually('the last post arrives', () => follower.seen(last.uri));
        };
        const inPublic = async (note) =>
            (await stranger.get('/api/v1/timelines/public?limit=40')).some((status) => status.uri === note.uri);

        test(`public from ${from}: everyone, and the public timeline`, async () => {
            const note = await author.publish('For everyone.', { visibility: 'public' });
            await eventually('it arrives', () => follower.seen(note.uri));
            assert.ok(await inPublic(note));
            assert.equal((await getActivity(note.uri)).status, 200);
        });

        test(`unlisted from ${from}: followers and whoever has the address, not the public timeline`, async () => {
            const note = await author.publish('Quietly.', { visibility: 'unlisted' });
            const seen = await eventually('it arrives', () => follower.seen(note.uri));
            assert.equal(seen.visibility, 'unlisted');
            assert.equal(await inPublic(note), false);
            assert.equal((await stranger.get(`/api/v1/statuses/${seen.id}`)).uri, note.uri);
            assert.equal((await getActivity(note.uri)).status, 200);
        });

        test(`followers-only from ${from}: followers alone`, async () => {
            const note = await author.publish('For those who follow.', { visibility: 'private' });
            const seen = await eventually('it arrives', () => follower.seen(note.uri));
            assert.equal(seen.visibility, 'private');
            assert.equal((await stranger.ask('GET', `/api/v1/statuses/${seen.id}`)).status, 404);
            assert.equal(await inPublic(note), false);
            assert.equal(await stranger.findStatus(note.uri), undefined);
            assert.ok([401, 403, 404].includes((await getActivity(note.uri)).status));
            const page = await world[from].get(new URL(note.url).pathname, { headers: { accept: 'text/html' } });
            assert.equal(page.status, 404);
            const reblog = await follower.ask('POST', `/api/v1/statuses/${seen.id}/reblog`);
            assert.ok(reblog.status >= 400, 'nobody may pass it on');
        });

        test(`direct from ${from}: the one who is named, not even other followers`, async () => {
            const note = await author.publish(`@${stranger.handle} a word in private`, { visibility: 'direct' });
            const told = await eventually('it arrives', async () =>
                (await stranger.notifications('mention')).find((item) => item.status.uri === note.uri));
            assert.equal(told.status.visibility, 'direct');
            await settled();
            assert.equal((await follower.ask('GET', `/api/v1/statuses/${told.status.id}`)).status, 404);
            assert.equal(await follower.seen(note.uri), undefined);
            assert.equal(await inPublic(note), false);
            assert.ok([401, 403, 404].includes((await getActivity(note.uri)).status));
            const answer = await stranger.publish(`@${author.handle} and one back`, { visibility: 'direct', in_reply_to_id: told.status.id });
            const back = await eventually('the answer arrives', async () =>
                (await author.notifications('mention')).find((item) => item.status.uri === answer.uri));
            assert.equal(back.status.in_reply_to_id, note.id);
        });
    }
}
