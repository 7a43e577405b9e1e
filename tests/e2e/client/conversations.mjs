// Private messages as apps list them, through masto.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { eventually } from '../lib/eventually.mjs';
import { signInApp } from './oauth.mjs';

export function conversations(world) {
    let writer, reader;

    before(async () => {
        writer = await signInApp(await world.north.account('letter_writer'));
        reader = await signInApp(await world.north.account('letter_reader'));
    });

    const only = (app) => eventually('one conversation', async () => {
        const all = await app.v1.conversations.list();
        return all.length === 1 ? all[0] : undefined;
    });

    test('a private message is listed for both, read, answered and removed', async () => {
        const status = await writer.v1.statuses.create({ status: '@letter_reader Shall we plan the fair?', visibility: 'direct' });
        const received = await only(reader);
        assert.equal(received.unread, true);
        assert.equal(received.lastStatus.id, status.id);
        assert.deepEqual(received.accounts.map((person) => person.acct), ['letter_writer']);
        assert.equal((await only(writer)).unread, false);

        assert.equal((await reader.v1.conversations.$select(received.id).read()).unread, false);
        const answer = await reader.v1.statuses.create({ status: '@letter_writer Gladly.', visibility: 'direct', inReplyToId: status.id });
        await eventually('the answer is in the same conversation', async () => (await only(writer)).lastStatus.id === answer.id);
        assert.equal((await only(writer)).unread, true);

        await reader.v1.conversations.$select(received.id).remove();
        assert.deepEqual([...(await reader.v1.conversations.list())], []);
        assert.equal((await only(writer)).lastStatus.id, answer.id);
    });

    test('a private message from another institution is listed', async () => {
        const far = await world.south.account('letter_from_far');
        const near = await world.north.account('letter_near');
        await far.post('/api/v1/statuses', { status: `@${near.handle} Hello over there.`, visibility: 'direct' });
        const [received] = await eventually('it is listed', async () => {
            const all = await near.get('/api/v1/conversations');
            return all.length === 1 ? all : undefined;
        });
        assert.deepEqual(received.accounts.map((person) => person.acct), [far.handle]);
    });
}
