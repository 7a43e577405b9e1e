// SIGKILL at any moment, at least 50 times, on a pair under load: whatever was acknowledged exists exactly once
// where it was written, and arrives exactly once at the other institution. On each database.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';

import { Load } from './kill/load.mjs';
import { engines } from './lib/databases.mjs';
import { eventually, sleep } from './lib/eventually.mjs';
import { showLogsOnFailure } from './lib/instance.mjs';
import { World } from './lib/world.mjs';

const kills = Number(process.env.COLLEGIUM_KILLS ?? 50);
const longest = 240_000; // ms of killing per database

for (const engine of engines) {
    describe(`killed again and again, on ${engine}`, () => {
        const world = new World(engine);
        const loads = [];
        let killed = 0;

        before(async () => {
            await world.open();
            for (const [from, to] of [['north', 'south'], ['south', 'north']]) {
                const author = await world[from].account(`author_${from}`);
                const reader = await world[to].account(`reader_${to}`);
                await reader.follow(author.handle);
                await world.untilFollowing(reader, author);
                loads.push(new Load(author, reader));
            }
        });
        after(() => world.close());
        afterEach((context) => showLogsOnFailure(context, () => world.instances()));

        test(`${kills} kills while people write, share and follow`, { timeout: longest + 120_000 }, async () => {
            for (const load of loads) load.start();
            const end = Date.now() + longest;
            while (killed < kills) {
                assert.ok(Date.now() < end, `only ${killed} kills in ${longest / 1000} s`);
                const instance = world.instances()[Math.floor(Math.random() * 2)];
                await sleep(150 + Math.random() * 500);
                await instance.kill();
                ++killed;
                await instance.serve();
            }
            for (const load of loads) await load.stop();
            assert.ok(loads.every((load) => load.acknowledged.size >= 20), `too little was written: ${loads.map((load) => load.acknowledged.size)}`);
        });

        for (const index of [0, 1]) {
            test(`what was acknowledged exists once where it was written (${index ? 'south' : 'north'})`, async () => {
                const counts = await loads[index].countAt(loads[index].author);
                loads[index].assertOnce(counts, 'where it was written');
            });
            test(`and once at the other institution (${index ? 'north' : 'south'})`, { timeout: 200_000 }, async () => {
                const load = loads[index];
                await eventually('everything arrives', async () => {
                    load.assertOnce(await load.countAt(load.reader), 'there');
                    return true;
                }, { timeout: 180_000, pause: 1000 });
                await sleep(1500);
                load.assertOnce(await load.countAt(load.reader), 'there, a while later');
            });
            test(`shares stand once in the other library (${index ? 'north' : 'south'})`, async () => {
                await loads[index].assertLibrary();
            });
            test(`the last word about following counts (${index ? 'north' : 'south'})`, { timeout: 100_000 }, async () => {
                await loads[index].assertFollowing();
            });
        }
    });
}
