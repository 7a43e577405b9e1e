// Timelines and their pages: each status once, newest first, Link headers as clients follow them.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { eventually } from '../lib/eventually.mjs';
import { signInApp } from './oauth.mjs';

export function timelines(world) {
    let masto, writer;
    const written = [];

    before(async () => {
        writer = await world.north.account('ruth');
        masto = await signInApp(writer);
        for (let i = 0; i < 25; ++i) written.unshift((await writer.publish(`Seating plan ${i} #Seats`)).id);
        await eventually('the home timeline has all', async () => (await writer.home('?limit=40')).length === 25);
    });

    const idsOf = async (paginator) => {
        const ids = [];
        for await (const page of paginator) ids.push(...page.map((status) => status.id));
        return ids;
    };

    test('each timeline gives every status once, newest first', async () => {
        const { id } = await masto.v1.accounts.verifyCredentials();
        const all = {
            home: masto.v1.timelines.home.list({ limit: 7 }),
            tag: masto.v1.timelines.tag.$select('Seats').list({ limit: 7 }),
            account: masto.v1.accounts.$select(id).statuses.list({ limit: 7 }),
        };
        for (const [name, paginator] of Object.entries(all)) assert.deepEqual(await idsOf(paginator), written, name);
        const local = await idsOf(masto.v1.timelines.public.list({ limit: 7, local: true }));
        assert.deepEqual(local.filter((status) => written.includes(status)), written);
        assert.equal(new Set(local).size, local.length);
    });

    test('Link names the next page first, keeps the query, and is absent on an empty page', async () => {
        const answer = await writer.ask('GET', '/api/v1/timelines/home?limit=5');
        const link = answer.headers.get('link');
        assert.match(link, /^<https:[^>]+[?&]max_id=\d+[^>]*>; rel="next", <https:[^>]+[?&]min_id=\d+[^>]*>; rel="prev"$/);
        assert.ok(link.includes('limit=5'));
        assert.deepEqual(answer.json.map((status) => status.id), written.slice(0, 5));
        const empty = await writer.ask('GET', `/api/v1/timelines/home?max_id=${written.at(-1)}`);
        assert.deepEqual(empty.json, []);
        assert.equal(empty.headers.get('link'), null);
        assert.match((answer.headers.get('access-control-expose-headers') ?? ''), /Link/i);
    });

    test('min_id, since_id and max_id cut as Mastodon does', async () => {
        const ids = async (query) => (await writer.home(query)).map((status) => status.id);
        assert.deepEqual(await ids(`?limit=3&max_id=${written[10]}`), written.slice(11, 14));
        assert.deepEqual(await ids(`?limit=3&since_id=${written[10]}`), written.slice(0, 3));
        assert.deepEqual(await ids(`?limit=3&min_id=${written[10]}`), written.slice(7, 10));
        assert.deepEqual(await ids(`?max_id=${written[5]}&since_id=${written[10]}`), written.slice(6, 10));
    });

    test('limits are kept, odd ones leniently', async () => {
        assert.equal((await writer.home('?limit=40')).length, 25);
        assert.equal((await writer.home()).length, 20);
        for (const limit of ['0', '-5', 'x', '100000']) assert.ok((await writer.ask('GET', `/api/v1/timelines/home?limit=${limit}`)).status < 500);
    });

    test('a list shows those who are in it', async () => {
        const other = await world.north.account('ben');
        const account = await writer.follow('ben');
        const list = await masto.v1.lists.create({ title: 'Grade 4' });
        await masto.v1.lists.$select(list.id).accounts.create({ accountIds: [account.id] });
        const note = await other.publish('Minute 14.');
        const found = await eventually('the list has it', async () => {
            const page = await masto.v1.timelines.list.$select(list.id).list();
            return page.length && page;
        });
        assert.deepEqual(found.map((status) => status.id), [note.id]);
        assert.deepEqual((await masto.v1.lists.list()).map((item) => item.title), ['Grade 4']);
    });

    test('what I mute or block is not shown', async () => {
        const other = await world.north.account('noisy');
        const account = await writer.follow('noisy');
        const note = await other.publish('Buy cart tracks.');
        const shown = async () => (await writer.home('?limit=40')).some((status) => status.id === note.id);
        await eventually('it is shown', shown);
        await masto.v1.accounts.$select(account.id).mute();
        assert.equal(await shown(), false);
        assert.deepEqual((await masto.v1.mutes.list()).map((item) => item.acct), ['noisy']);
        await masto.v1.accounts.$select(account.id).unmute();
        await masto.v1.accounts.$select(account.id).block();
        assert.equal(await shown(), false);
        assert.deepEqual((await masto.v1.blocks.list()).map((item) => item.acct), ['noisy']);
        await masto.v1.accounts.$select(account.id).unblock();
    });
}
