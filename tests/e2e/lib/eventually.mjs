import { setTimeout as sleep } from 'node:timers/promises';

export { sleep };

// Calls `look` until it returns something true and throws nothing; returns that. What it threw last, or `what`,
// is the error when the time is over.
export async function eventually(what, look, { timeout = 20_000, pause = 60 } = {}) {
    const end = Date.now() + timeout;
    let problem;
    for (;;) {
        try {
            const found = await look();
            if (found) return found;
            problem = undefined;
        } catch (error) {
            problem = error;
        }
        if (Date.now() > end) {
            throw new Error(`not within ${timeout / 1000} s: ${what}${problem ? ` (${problem.message})` : ''}`, { cause: problem });
        }
        await sleep(pause);
    }
}

// Nothing of it happens for a while: `look` stays false. For what must not arrive, after something that did.
export async function never(what, look, { during = 700 } = {}) {
    const end = Date.now() + during;
    do {
        if (await look()) throw new Error(`happened, but must not: ${what}`);
        await sleep(100);
    } while (Date.now() < end);
}
