// The second implementation (peer/fedify_peer.mjs) as a process of its own, and its control calls.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { request } from './calls.mjs';
import { certificates } from './certificates.mjs';
import { freePort } from './ports.mjs';

export class Peer {
    static async start({ host = 'peer.localhost', firstKnock = 'draft-cavage-http-signatures-12' } = {}) {
        const peer = new Peer();
        const { ca, certificate, key } = certificates();
        const port = await freePort();
        peer.domain = `${host}:${port}`;
        peer.handle = `peer@${peer.domain}`;
        peer.complaints = [];
        peer.child = spawn(process.execPath, [join(import.meta.dirname, '../peer/fedify_peer.mjs')], {
            env: { ...process.env, CERT: certificate, KEY: key, NODE_EXTRA_CA_CERTS: ca, HOST: host, PORT: String(port), FIRST_KNOCK: firstKnock },
            stdio: ['ignore', 'pipe', 'pipe'],
        });
        createInterface({ input: peer.child.stderr }).on('line', (line) => peer.complaints.push(line));
        const said = await new Promise((done, fail) => {
            createInterface({ input: peer.child.stdout }).once('line', (line) => done(JSON.parse(line)));
            peer.child.once('exit', (code) => fail(new Error(`the peer ended at start (${code}): ${peer.complaints.join('\n')}`)));
        });
        peer.origin = said.origin;
        peer.control = said.control;
        return peer;
    }

    close() {
        this.child.kill('SIGTERM');
    }

    async call(method, path, json) {
        const answer = await request(this.control + path, { method, json });
        if (answer.status !== 200) throw new Error(`peer ${method} ${path}: ${answer.status} ${answer.text.slice(0, 800)}`);
        return answer.json;
    }
    get(path) {
        return this.call('GET', path);
    }
    post(path, json) {
        return this.call('POST', path, json);
    }
    // What its own signature checks let in, of one type.
    received(type) {
        return this.get(`/received${type ? `?type=${type}` : ''}`);
    }
    tail() {
        return ['--- the peer', ...this.complaints.slice(-20)].join('\n');
    }
}
