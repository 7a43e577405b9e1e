// Names under .localhost are the loopback (RFC 6761 6.3), which glibc's resolver alone does not know. Import
// this before anything that connects.
import dns from 'node:dns';

const lookup = dns.lookup;

export function isLocalhost(name) {
    const host = name.replace(/\.$/, '').toLowerCase();
    return host === 'localhost' || host.endsWith('.localhost');
}

dns.lookup = function (name, options, callback) {
    const done = callback ?? options;
    if (!isLocalhost(name)) return callback ? lookup(name, options, callback) : lookup(name, options);
    const all = typeof options === 'object' && options !== null && options.all;
    process.nextTick(() => (all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4)));
};
