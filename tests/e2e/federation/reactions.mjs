// Like, Announce and their Undo, in both directions.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { eventually } from '../lib/eventually.mjs';

export function reactions(world) {
    for (const [from, to] of [['north', 'south'], ['south', 'north']]) {
        let author, reader, note, seen;
        const own = () => author.get(`/api/v1/statuses/${note.id}`);

        before(async () => {
            author = await world[from].account(`nadia_${from}`);
            reader = await world[to].account(`lin_${to}`);
            await reader.follow(author.handle);
            await world.untilFollowing(reader, author);
            note = await author.publish('Arabic version of the first-day map is up. Corrections very welcome.');
            seen = await eventually('the post arrives', () => reader.seen(note.uri));
        });

        test(`a favourite from ${to} is counted at ${from} and told, once`, async () => {
            const liked = await reader.post(`/api/v1/statuses/${seen.id}/favourite`);
            assert.deepEqual([liked.favourited, liked.favourites_count], [true, 1]);
            await reader.post(`/api/v1/statuses/${seen.id}/favourite`);
            await eventually('it is counted', async () => (await own()).favourites_count === 1);
            const told = await author.told('favourite');
            assert.deepEqual(told.map((item) => [item.account.acct, item.status.id]), [[reader.handle, note.id]]);
            const people = await author.get(`/api/v1/statuses/${note.id}/favourited_by`);
            assert.deepEqual(people.map((person) => person.acct), [reader.handle]);
        });

        test(`taking the favourite back from ${to} is seen at ${from}`, async () => {
            const undone = await reader.post(`/api/v1/statuses/${seen.id}/unfavourite`);
            assert.equal(undone.favourited, false);
            await eventually('it is taken back', async () => (await own()).favourites_count === 0);
        });

        test(`a boost from ${to} is counted at ${from}, told, and reaches its own followers`, async () => {
            const friend = await world[from].account(`friend_${from}`);
            await friend.follow(reader.handle);
            await world.untilFollowing(friend, reader);
            const boost = await reader.post(`/api/v1/statuses/${seen.id}/reblog`);
            assert.equal(boost.reblog.uri, note.uri);
            await eventually('it is counted', async () => (await own()).reblogs_count === 1);
            await eventually('the author is told', async () => (await author.notifications('reblog')).length === 1);
            const home = await eventually('a follower sees the boost', async () =>
                (await friend.home()).find((status) => status.reblog?.uri === note.uri));
            assert.equal(home.account.acct, reader.handle);
            assert.equal(home.reblog.id, note.id);
        });

        test(`taking the boost back from ${to} is seen at ${from}`, async () => {
            const undone = await reader.post(`/api/v1/statuses/${seen.id}/unreblog`);
            assert.equal(undone.reblogged, false);
            await eventually('it is taken back', async () => (await own()).reblogs_count === 0);
        });

        test(`a boost by somebody of ${from} brings a third person's post to ${to}`, async () => {
            const third = await world[from].account(`ben_${from}`);
            const lesson = await third.publish('Posted the lesson that flopped. Minute 14 is where I lost them.');
            await author.post(`/api/v1/statuses/${lesson.id}/reblog`);
            const boosted = await eventually('the boost arrives', async () =>
                (await reader.home()).find((status) => status.reblog?.uri === lesson.uri));
            assert.match(boosted.reblog.content, /Minute 14/);
            assert.equal(boosted.reblog.account.acct, third.handle);
        });
    }
}
