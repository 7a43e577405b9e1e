// Guessing passwords, with the general limit switched off.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Visitor } from '../lib/visitor.mjs';

export function passwords(world) {
    const attempt = async (login, password) => {
        const visitor = new Visitor(world.north.origin);
        const page = await visitor.visit('/sign-in');
        return await visitor.submit(page, (form) => form.action === '/sign-in', { login, password });
    };

    test('right passwords are not counted', async () => {
        for (let number = 0; number < 40; ++number) assert.equal((await attempt('daniel', world.reader.password)).status, 303);
    });

    test('after ten wrong ones a name is closed for some minutes, whether anybody has it or not', async () => {
        for (const [name, password] of [['maya', world.victim.password], ['nobody_has_it', 'x']]) {
            for (let number = 0; number < 10; ++number) assert.equal((await attempt(name, `guess ${number}`)).status, 422, name);
            const refused = await attempt(name, password);
            assert.equal(refused.status, 429, name);
            assert.match(refused.text, /Too many failed attempts to sign in\. Try again in \d minutes?\./);
            const wait = Number(refused.headers.get('retry-after'));
            assert.ok(wait > 0 && wait <= 300, `Retry-After: ${wait}`);
        }
        assert.equal((await attempt('daniel', world.reader.password)).status, 303);
    });
}
