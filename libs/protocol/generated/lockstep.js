/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

// Exported root namespace
const $root = $protobuf.roots["default"] || ($protobuf.roots["default"] = {});

export const lockstep = $root.lockstep = (() => {

    /**
     * Namespace lockstep.
     * @exports lockstep
     * @namespace
     */
    const lockstep = {};

    lockstep.CoordinatorMessage = (function() {

        /**
         * Properties of a CoordinatorMessage.
         * @typedef {Object} lockstep.CoordinatorMessage.$Properties
         * @property {number|null} [leaderEpoch] CoordinatorMessage leaderEpoch
         * @property {number|null} [version] CoordinatorMessage version
         * @property {Uint8Array|null} [data] CoordinatorMessage data
         * @property {lockstep.RunInfo.$Properties|null} [runInfo] CoordinatorMessage runInfo
         * @property {lockstep.Welcome.$Properties|null} [welcome] CoordinatorMessage welcome
         * @property {lockstep.Refusal.$Properties|null} [refusal] CoordinatorMessage refusal
         * @property {lockstep.Lease.$Properties|null} [lease] CoordinatorMessage lease
         * @property {lockstep.WeightsPart.$Properties|null} [weightsPart] CoordinatorMessage weightsPart
         * @property {lockstep.PartialWanted.$Properties|null} [partialWanted] CoordinatorMessage partialWanted
         * @property {lockstep.LeaderBeat.$Properties|null} [beat] CoordinatorMessage beat
         * @property {lockstep.CheckpointHint.$Properties|null} [checkpoint] CoordinatorMessage checkpoint
         * @property {lockstep.RunEnded.$Properties|null} [ended] CoordinatorMessage ended
         * @property {"runInfo"|"welcome"|"refusal"|"lease"|"weightsPart"|"partialWanted"|"beat"|"checkpoint"|"ended"} [body] CoordinatorMessage body
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a CoordinatorMessage.
         * @memberof lockstep
         * @interface ICoordinatorMessage
         * @augments lockstep.CoordinatorMessage.$Properties
         * @deprecated Use lockstep.CoordinatorMessage.$Properties instead.
         */

        /**
         * Narrowed shape of a CoordinatorMessage.
         * @typedef {{
         *   leaderEpoch?: number|null;
         *   version?: number|null;
         *   data?: Uint8Array|null;
         *   runInfo?: lockstep.RunInfo.$Shape|null;
         *   welcome?: lockstep.Welcome.$Shape|null;
         *   refusal?: lockstep.Refusal.$Shape|null;
         *   lease?: lockstep.Lease.$Shape|null;
         *   weightsPart?: lockstep.WeightsPart.$Shape|null;
         *   partialWanted?: lockstep.PartialWanted.$Shape|null;
         *   beat?: lockstep.LeaderBeat.$Shape|null;
         *   checkpoint?: lockstep.CheckpointHint.$Shape|null;
         *   ended?: lockstep.RunEnded.$Shape|null;
         *   $unknowns?: Array.<Uint8Array>;
         * } & (
         *   ({ body?: undefined; runInfo?: null; welcome?: null; refusal?: null; lease?: null; weightsPart?: null; partialWanted?: null; beat?: null; checkpoint?: null; ended?: null }|{ body?: "runInfo"; runInfo: lockstep.RunInfo.$Shape; welcome?: null; refusal?: null; lease?: null; weightsPart?: null; partialWanted?: null; beat?: null; checkpoint?: null; ended?: null }|{ body?: "welcome"; runInfo?: null; welcome: lockstep.Welcome.$Shape; refusal?: null; lease?: null; weightsPart?: null; partialWanted?: null; beat?: null; checkpoint?: null; ended?: null }|{ body?: "refusal"; runInfo?: null; welcome?: null; refusal: lockstep.Refusal.$Shape; lease?: null; weightsPart?: null; partialWanted?: null; beat?: null; checkpoint?: null; ended?: null }|{ body?: "lease"; runInfo?: null; welcome?: null; refusal?: null; lease: lockstep.Lease.$Shape; weightsPart?: null; partialWanted?: null; beat?: null; checkpoint?: null; ended?: null }|{ body?: "weightsPart"; runInfo?: null; welcome?: null; refusal?: null; lease?: null; weightsPart: lockstep.WeightsPart.$Shape; partialWanted?: null; beat?: null; checkpoint?: null; ended?: null }|{ body?: "partialWanted"; runInfo?: null; welcome?: null; refusal?: null; lease?: null; weightsPart?: null; partialWanted: lockstep.PartialWanted.$Shape; beat?: null; checkpoint?: null; ended?: null }|{ body?: "beat"; runInfo?: null; welcome?: null; refusal?: null; lease?: null; weightsPart?: null; partialWanted?: null; beat: lockstep.LeaderBeat.$Shape; checkpoint?: null; ended?: null }|{ body?: "checkpoint"; runInfo?: null; welcome?: null; refusal?: null; lease?: null; weightsPart?: null; partialWanted?: null; beat?: null; checkpoint: lockstep.CheckpointHint.$Shape; ended?: null }|{ body?: "ended"; runInfo?: null; welcome?: null; refusal?: null; lease?: null; weightsPart?: null; partialWanted?: null; beat?: null; checkpoint?: null; ended: lockstep.RunEnded.$Shape })
         * )} lockstep.CoordinatorMessage.$Shape
         */

        /**
         * Constructs a new CoordinatorMessage.
         * @memberof lockstep
         * @classdesc Represents a CoordinatorMessage.
         * @constructor
         * @param {lockstep.CoordinatorMessage.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const CoordinatorMessage = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * CoordinatorMessage leaderEpoch.
         * @member {number} leaderEpoch
         * @memberof lockstep.CoordinatorMessage
         * @instance
         */
        CoordinatorMessage.prototype.leaderEpoch = 0;

        /**
         * CoordinatorMessage version.
         * @member {number} version
         * @memberof lockstep.CoordinatorMessage
         * @instance
         */
        CoordinatorMessage.prototype.version = 0;

        /**
         * CoordinatorMessage data.
         * @member {Uint8Array} data
         * @memberof lockstep.CoordinatorMessage
         * @instance
         */
        CoordinatorMessage.prototype.data = $util.newBuffer([]);

        /**
         * CoordinatorMessage runInfo.
         * @member {lockstep.RunInfo.$Properties|null|undefined} runInfo
         * @memberof lockstep.CoordinatorMessage
         * @instance
         */
        CoordinatorMessage.prototype.runInfo = null;

        /**
         * CoordinatorMessage welcome.
         * @member {lockstep.Welcome.$Properties|null|undefined} welcome
         * @memberof lockstep.CoordinatorMessage
         * @instance
         */
        CoordinatorMessage.prototype.welcome = null;

        /**
         * CoordinatorMessage refusal.
         * @member {lockstep.Refusal.$Properties|null|undefined} refusal
         * @memberof lockstep.CoordinatorMessage
         * @instance
         */
        CoordinatorMessage.prototype.refusal = null;

        /**
         * CoordinatorMessage lease.
         * @member {lockstep.Lease.$Properties|null|undefined} lease
         * @memberof lockstep.CoordinatorMessage
         * @instance
         */
        CoordinatorMessage.prototype.lease = null;

        /**
         * CoordinatorMessage weightsPart.
         * @member {lockstep.WeightsPart.$Properties|null|undefined} weightsPart
         * @memberof lockstep.CoordinatorMessage
         * @instance
         */
        CoordinatorMessage.prototype.weightsPart = null;

        /**
         * CoordinatorMessage partialWanted.
         * @member {lockstep.PartialWanted.$Properties|null|undefined} partialWanted
         * @memberof lockstep.CoordinatorMessage
         * @instance
         */
        CoordinatorMessage.prototype.partialWanted = null;

        /**
         * CoordinatorMessage beat.
         * @member {lockstep.LeaderBeat.$Properties|null|undefined} beat
         * @memberof lockstep.CoordinatorMessage
         * @instance
         */
        CoordinatorMessage.prototype.beat = null;

        /**
         * CoordinatorMessage checkpoint.
         * @member {lockstep.CheckpointHint.$Properties|null|undefined} checkpoint
         * @memberof lockstep.CoordinatorMessage
         * @instance
         */
        CoordinatorMessage.prototype.checkpoint = null;

        /**
         * CoordinatorMessage ended.
         * @member {lockstep.RunEnded.$Properties|null|undefined} ended
         * @memberof lockstep.CoordinatorMessage
         * @instance
         */
        CoordinatorMessage.prototype.ended = null;

        // OneOf field names bound to virtual getters and setters
        let $oneOfFields;

        /**
         * CoordinatorMessage body.
         * @member {"runInfo"|"welcome"|"refusal"|"lease"|"weightsPart"|"partialWanted"|"beat"|"checkpoint"|"ended"|undefined} body
         * @memberof lockstep.CoordinatorMessage
         * @instance
         */
        $Object.defineProperty(CoordinatorMessage.prototype, "body", {
            get: $util.oneOfGetter($oneOfFields = ["runInfo", "welcome", "refusal", "lease", "weightsPart", "partialWanted", "beat", "checkpoint", "ended"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        /**
         * Encodes the specified CoordinatorMessage message. Does not implicitly {@link lockstep.CoordinatorMessage.verify|verify} messages.
         * @function encode
         * @memberof lockstep.CoordinatorMessage
         * @static
         * @param {lockstep.CoordinatorMessage.$Properties} message CoordinatorMessage message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        CoordinatorMessage.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.leaderEpoch != null && $Object.hasOwnProperty.call(message, "leaderEpoch") && message.leaderEpoch !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.leaderEpoch);
            if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.version);
            if (message.data != null && $Object.hasOwnProperty.call(message, "data") && message.data.length)
                writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.data);
            if (message.runInfo != null && $Object.hasOwnProperty.call(message, "runInfo"))
                $root.lockstep.RunInfo.encode(message.runInfo, writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
            if (message.welcome != null && $Object.hasOwnProperty.call(message, "welcome"))
                $root.lockstep.Welcome.encode(message.welcome, writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
            if (message.refusal != null && $Object.hasOwnProperty.call(message, "refusal"))
                $root.lockstep.Refusal.encode(message.refusal, writer.uint32(/* id 12, wireType 2 =*/98).fork(), _depth + 1).ldelim();
            if (message.lease != null && $Object.hasOwnProperty.call(message, "lease"))
                $root.lockstep.Lease.encode(message.lease, writer.uint32(/* id 13, wireType 2 =*/106).fork(), _depth + 1).ldelim();
            if (message.weightsPart != null && $Object.hasOwnProperty.call(message, "weightsPart"))
                $root.lockstep.WeightsPart.encode(message.weightsPart, writer.uint32(/* id 14, wireType 2 =*/114).fork(), _depth + 1).ldelim();
            if (message.partialWanted != null && $Object.hasOwnProperty.call(message, "partialWanted"))
                $root.lockstep.PartialWanted.encode(message.partialWanted, writer.uint32(/* id 15, wireType 2 =*/122).fork(), _depth + 1).ldelim();
            if (message.beat != null && $Object.hasOwnProperty.call(message, "beat"))
                $root.lockstep.LeaderBeat.encode(message.beat, writer.uint32(/* id 16, wireType 2 =*/130).fork(), _depth + 1).ldelim();
            if (message.checkpoint != null && $Object.hasOwnProperty.call(message, "checkpoint"))
                $root.lockstep.CheckpointHint.encode(message.checkpoint, writer.uint32(/* id 17, wireType 2 =*/138).fork(), _depth + 1).ldelim();
            if (message.ended != null && $Object.hasOwnProperty.call(message, "ended"))
                $root.lockstep.RunEnded.encode(message.ended, writer.uint32(/* id 18, wireType 2 =*/146).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a CoordinatorMessage message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.CoordinatorMessage
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.CoordinatorMessage & lockstep.CoordinatorMessage.$Shape} CoordinatorMessage
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        CoordinatorMessage.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.lockstep.CoordinatorMessage();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.leaderEpoch = value;
                        else
                            delete message.leaderEpoch;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.version = value;
                        else
                            delete message.version;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.data = value;
                        else
                            delete message.data;
                        continue;
                    }
                case 10: {
                        if (wireType !== 2)
                            break;
                        message.runInfo = $root.lockstep.RunInfo.decode(reader, reader.size(), $undefined, _depth + 1, message.runInfo);
                        message.body = "runInfo";
                        continue;
                    }
                case 11: {
                        if (wireType !== 2)
                            break;
                        message.welcome = $root.lockstep.Welcome.decode(reader, reader.size(), $undefined, _depth + 1, message.welcome);
                        message.body = "welcome";
                        continue;
                    }
                case 12: {
                        if (wireType !== 2)
                            break;
                        message.refusal = $root.lockstep.Refusal.decode(reader, reader.size(), $undefined, _depth + 1, message.refusal);
                        message.body = "refusal";
                        continue;
                    }
                case 13: {
                        if (wireType !== 2)
                            break;
                        message.lease = $root.lockstep.Lease.decode(reader, reader.size(), $undefined, _depth + 1, message.lease);
                        message.body = "lease";
                        continue;
                    }
                case 14: {
                        if (wireType !== 2)
                            break;
                        message.weightsPart = $root.lockstep.WeightsPart.decode(reader, reader.size(), $undefined, _depth + 1, message.weightsPart);
                        message.body = "weightsPart";
                        continue;
                    }
                case 15: {
                        if (wireType !== 2)
                            break;
                        message.partialWanted = $root.lockstep.PartialWanted.decode(reader, reader.size(), $undefined, _depth + 1, message.partialWanted);
                        message.body = "partialWanted";
                        continue;
                    }
                case 16: {
                        if (wireType !== 2)
                            break;
                        message.beat = $root.lockstep.LeaderBeat.decode(reader, reader.size(), $undefined, _depth + 1, message.beat);
                        message.body = "beat";
                        continue;
                    }
                case 17: {
                        if (wireType !== 2)
                            break;
                        message.checkpoint = $root.lockstep.CheckpointHint.decode(reader, reader.size(), $undefined, _depth + 1, message.checkpoint);
                        message.body = "checkpoint";
                        continue;
                    }
                case 18: {
                        if (wireType !== 2)
                            break;
                        message.ended = $root.lockstep.RunEnded.decode(reader, reader.size(), $undefined, _depth + 1, message.ended);
                        message.body = "ended";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return CoordinatorMessage;
    })();

    lockstep.RunInfo = (function() {

        /**
         * Properties of a RunInfo.
         * @typedef {Object} lockstep.RunInfo.$Properties
         * @property {number|null} [protocolVersion] RunInfo protocolVersion
         * @property {string|null} [run] RunInfo run
         * @property {string|null} [schemaHash] RunInfo schemaHash
         * @property {string|null} [dataset] RunInfo dataset
         * @property {lockstep.DatasetFile.$Properties|null} [trainImages] RunInfo trainImages
         * @property {lockstep.DatasetFile.$Properties|null} [testImages] RunInfo testImages
         * @property {number|null} [seed] RunInfo seed
         * @property {number|null} [batch] RunInfo batch
         * @property {number|null} [shards] RunInfo shards
         * @property {number|null} [threads] RunInfo threads
         * @property {number|null} [trainSamples] RunInfo trainSamples
         * @property {number|null} [testSamples] RunInfo testSamples
         * @property {number|null} [parameterCount] RunInfo parameterCount
         * @property {number|null} [partSizeBytes] RunInfo partSizeBytes
         * @property {number|null} [beatIntervalMs] RunInfo beatIntervalMs
         * @property {number|null} [beatTimeoutMs] RunInfo beatTimeoutMs
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a RunInfo.
         * @memberof lockstep
         * @interface IRunInfo
         * @augments lockstep.RunInfo.$Properties
         * @deprecated Use lockstep.RunInfo.$Properties instead.
         */

        /**
         * Shape of a RunInfo.
         * @typedef {lockstep.RunInfo.$Properties} lockstep.RunInfo.$Shape
         */

        /**
         * Constructs a new RunInfo.
         * @memberof lockstep
         * @classdesc Represents a RunInfo.
         * @constructor
         * @param {lockstep.RunInfo.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const RunInfo = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * RunInfo protocolVersion.
         * @member {number} protocolVersion
         * @memberof lockstep.RunInfo
         * @instance
         */
        RunInfo.prototype.protocolVersion = 0;

        /**
         * RunInfo run.
         * @member {string} run
         * @memberof lockstep.RunInfo
         * @instance
         */
        RunInfo.prototype.run = "";

        /**
         * RunInfo schemaHash.
         * @member {string} schemaHash
         * @memberof lockstep.RunInfo
         * @instance
         */
        RunInfo.prototype.schemaHash = "";

        /**
         * RunInfo dataset.
         * @member {string} dataset
         * @memberof lockstep.RunInfo
         * @instance
         */
        RunInfo.prototype.dataset = "";

        /**
         * RunInfo trainImages.
         * @member {lockstep.DatasetFile.$Properties|null|undefined} trainImages
         * @memberof lockstep.RunInfo
         * @instance
         */
        RunInfo.prototype.trainImages = null;

        /**
         * RunInfo testImages.
         * @member {lockstep.DatasetFile.$Properties|null|undefined} testImages
         * @memberof lockstep.RunInfo
         * @instance
         */
        RunInfo.prototype.testImages = null;

        /**
         * RunInfo seed.
         * @member {number} seed
         * @memberof lockstep.RunInfo
         * @instance
         */
        RunInfo.prototype.seed = 0;

        /**
         * RunInfo batch.
         * @member {number} batch
         * @memberof lockstep.RunInfo
         * @instance
         */
        RunInfo.prototype.batch = 0;

        /**
         * RunInfo shards.
         * @member {number} shards
         * @memberof lockstep.RunInfo
         * @instance
         */
        RunInfo.prototype.shards = 0;

        /**
         * RunInfo threads.
         * @member {number} threads
         * @memberof lockstep.RunInfo
         * @instance
         */
        RunInfo.prototype.threads = 0;

        /**
         * RunInfo trainSamples.
         * @member {number} trainSamples
         * @memberof lockstep.RunInfo
         * @instance
         */
        RunInfo.prototype.trainSamples = 0;

        /**
         * RunInfo testSamples.
         * @member {number} testSamples
         * @memberof lockstep.RunInfo
         * @instance
         */
        RunInfo.prototype.testSamples = 0;

        /**
         * RunInfo parameterCount.
         * @member {number} parameterCount
         * @memberof lockstep.RunInfo
         * @instance
         */
        RunInfo.prototype.parameterCount = 0;

        /**
         * RunInfo partSizeBytes.
         * @member {number} partSizeBytes
         * @memberof lockstep.RunInfo
         * @instance
         */
        RunInfo.prototype.partSizeBytes = 0;

        /**
         * RunInfo beatIntervalMs.
         * @member {number} beatIntervalMs
         * @memberof lockstep.RunInfo
         * @instance
         */
        RunInfo.prototype.beatIntervalMs = 0;

        /**
         * RunInfo beatTimeoutMs.
         * @member {number} beatTimeoutMs
         * @memberof lockstep.RunInfo
         * @instance
         */
        RunInfo.prototype.beatTimeoutMs = 0;

        /**
         * Encodes the specified RunInfo message. Does not implicitly {@link lockstep.RunInfo.verify|verify} messages.
         * @function encode
         * @memberof lockstep.RunInfo
         * @static
         * @param {lockstep.RunInfo.$Properties} message RunInfo message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        RunInfo.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.protocolVersion != null && $Object.hasOwnProperty.call(message, "protocolVersion") && message.protocolVersion !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.protocolVersion);
            if (message.run != null && $Object.hasOwnProperty.call(message, "run") && message.run !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message.run);
            if (message.schemaHash != null && $Object.hasOwnProperty.call(message, "schemaHash") && message.schemaHash !== "")
                writer.uint32(/* id 3, wireType 2 =*/26).string(message.schemaHash);
            if (message.dataset != null && $Object.hasOwnProperty.call(message, "dataset") && message.dataset !== "")
                writer.uint32(/* id 4, wireType 2 =*/34).string(message.dataset);
            if (message.trainImages != null && $Object.hasOwnProperty.call(message, "trainImages"))
                $root.lockstep.DatasetFile.encode(message.trainImages, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
            if (message.testImages != null && $Object.hasOwnProperty.call(message, "testImages"))
                $root.lockstep.DatasetFile.encode(message.testImages, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
            if (message.seed != null && $Object.hasOwnProperty.call(message, "seed") && message.seed !== 0)
                writer.uint32(/* id 7, wireType 0 =*/56).uint32(message.seed);
            if (message.batch != null && $Object.hasOwnProperty.call(message, "batch") && message.batch !== 0)
                writer.uint32(/* id 8, wireType 0 =*/64).uint32(message.batch);
            if (message.shards != null && $Object.hasOwnProperty.call(message, "shards") && message.shards !== 0)
                writer.uint32(/* id 9, wireType 0 =*/72).uint32(message.shards);
            if (message.threads != null && $Object.hasOwnProperty.call(message, "threads") && message.threads !== 0)
                writer.uint32(/* id 10, wireType 0 =*/80).uint32(message.threads);
            if (message.trainSamples != null && $Object.hasOwnProperty.call(message, "trainSamples") && message.trainSamples !== 0)
                writer.uint32(/* id 11, wireType 0 =*/88).uint32(message.trainSamples);
            if (message.testSamples != null && $Object.hasOwnProperty.call(message, "testSamples") && message.testSamples !== 0)
                writer.uint32(/* id 12, wireType 0 =*/96).uint32(message.testSamples);
            if (message.parameterCount != null && $Object.hasOwnProperty.call(message, "parameterCount") && message.parameterCount !== 0)
                writer.uint32(/* id 13, wireType 0 =*/104).uint32(message.parameterCount);
            if (message.partSizeBytes != null && $Object.hasOwnProperty.call(message, "partSizeBytes") && message.partSizeBytes !== 0)
                writer.uint32(/* id 14, wireType 0 =*/112).uint32(message.partSizeBytes);
            if (message.beatIntervalMs != null && $Object.hasOwnProperty.call(message, "beatIntervalMs") && message.beatIntervalMs !== 0)
                writer.uint32(/* id 15, wireType 0 =*/120).uint32(message.beatIntervalMs);
            if (message.beatTimeoutMs != null && $Object.hasOwnProperty.call(message, "beatTimeoutMs") && message.beatTimeoutMs !== 0)
                writer.uint32(/* id 16, wireType 0 =*/128).uint32(message.beatTimeoutMs);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a RunInfo message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.RunInfo
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.RunInfo & lockstep.RunInfo.$Shape} RunInfo
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        RunInfo.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.lockstep.RunInfo();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.protocolVersion = value;
                        else
                            delete message.protocolVersion;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.run = value;
                        else
                            delete message.run;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.schemaHash = value;
                        else
                            delete message.schemaHash;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.dataset = value;
                        else
                            delete message.dataset;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        message.trainImages = $root.lockstep.DatasetFile.decode(reader, reader.size(), $undefined, _depth + 1, message.trainImages);
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        message.testImages = $root.lockstep.DatasetFile.decode(reader, reader.size(), $undefined, _depth + 1, message.testImages);
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.seed = value;
                        else
                            delete message.seed;
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.batch = value;
                        else
                            delete message.batch;
                        continue;
                    }
                case 9: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.shards = value;
                        else
                            delete message.shards;
                        continue;
                    }
                case 10: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.threads = value;
                        else
                            delete message.threads;
                        continue;
                    }
                case 11: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.trainSamples = value;
                        else
                            delete message.trainSamples;
                        continue;
                    }
                case 12: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.testSamples = value;
                        else
                            delete message.testSamples;
                        continue;
                    }
                case 13: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.parameterCount = value;
                        else
                            delete message.parameterCount;
                        continue;
                    }
                case 14: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.partSizeBytes = value;
                        else
                            delete message.partSizeBytes;
                        continue;
                    }
                case 15: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.beatIntervalMs = value;
                        else
                            delete message.beatIntervalMs;
                        continue;
                    }
                case 16: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.beatTimeoutMs = value;
                        else
                            delete message.beatTimeoutMs;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return RunInfo;
    })();

    lockstep.DatasetFile = (function() {

        /**
         * Properties of a DatasetFile.
         * @typedef {Object} lockstep.DatasetFile.$Properties
         * @property {string|null} [sha256] DatasetFile sha256
         * @property {number|null} [bytes] DatasetFile bytes
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a DatasetFile.
         * @memberof lockstep
         * @interface IDatasetFile
         * @augments lockstep.DatasetFile.$Properties
         * @deprecated Use lockstep.DatasetFile.$Properties instead.
         */

        /**
         * Shape of a DatasetFile.
         * @typedef {lockstep.DatasetFile.$Properties} lockstep.DatasetFile.$Shape
         */

        /**
         * Constructs a new DatasetFile.
         * @memberof lockstep
         * @classdesc Represents a DatasetFile.
         * @constructor
         * @param {lockstep.DatasetFile.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const DatasetFile = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * DatasetFile sha256.
         * @member {string} sha256
         * @memberof lockstep.DatasetFile
         * @instance
         */
        DatasetFile.prototype.sha256 = "";

        /**
         * DatasetFile bytes.
         * @member {number} bytes
         * @memberof lockstep.DatasetFile
         * @instance
         */
        DatasetFile.prototype.bytes = 0;

        /**
         * Encodes the specified DatasetFile message. Does not implicitly {@link lockstep.DatasetFile.verify|verify} messages.
         * @function encode
         * @memberof lockstep.DatasetFile
         * @static
         * @param {lockstep.DatasetFile.$Properties} message DatasetFile message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        DatasetFile.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.sha256 != null && $Object.hasOwnProperty.call(message, "sha256") && message.sha256 !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.sha256);
            if (message.bytes != null && $Object.hasOwnProperty.call(message, "bytes") && message.bytes !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.bytes);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a DatasetFile message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.DatasetFile
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.DatasetFile & lockstep.DatasetFile.$Shape} DatasetFile
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        DatasetFile.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.lockstep.DatasetFile();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.sha256 = value;
                        else
                            delete message.sha256;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.bytes = value;
                        else
                            delete message.bytes;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return DatasetFile;
    })();

    lockstep.Welcome = (function() {

        /**
         * Properties of a Welcome.
         * @typedef {Object} lockstep.Welcome.$Properties
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Welcome.
         * @memberof lockstep
         * @interface IWelcome
         * @augments lockstep.Welcome.$Properties
         * @deprecated Use lockstep.Welcome.$Properties instead.
         */

        /**
         * Shape of a Welcome.
         * @typedef {lockstep.Welcome.$Properties} lockstep.Welcome.$Shape
         */

        /**
         * Constructs a new Welcome.
         * @memberof lockstep
         * @classdesc Represents a Welcome.
         * @constructor
         * @param {lockstep.Welcome.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Welcome = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Encodes the specified Welcome message. Does not implicitly {@link lockstep.Welcome.verify|verify} messages.
         * @function encode
         * @memberof lockstep.Welcome
         * @static
         * @param {lockstep.Welcome.$Properties} message Welcome message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Welcome.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Welcome message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.Welcome
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.Welcome & lockstep.Welcome.$Shape} Welcome
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Welcome.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.lockstep.Welcome();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                reader.skipType(tag & 7, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Welcome;
    })();

    lockstep.Refusal = (function() {

        /**
         * Properties of a Refusal.
         * @typedef {Object} lockstep.Refusal.$Properties
         * @property {lockstep.RefusalCode|null} [code] Refusal code
         * @property {string|null} [sentence] Refusal sentence
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Refusal.
         * @memberof lockstep
         * @interface IRefusal
         * @augments lockstep.Refusal.$Properties
         * @deprecated Use lockstep.Refusal.$Properties instead.
         */

        /**
         * Shape of a Refusal.
         * @typedef {lockstep.Refusal.$Properties} lockstep.Refusal.$Shape
         */

        /**
         * Constructs a new Refusal.
         * @memberof lockstep
         * @classdesc Represents a Refusal.
         * @constructor
         * @param {lockstep.Refusal.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Refusal = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Refusal code.
         * @member {lockstep.RefusalCode} code
         * @memberof lockstep.Refusal
         * @instance
         */
        Refusal.prototype.code = 0;

        /**
         * Refusal sentence.
         * @member {string} sentence
         * @memberof lockstep.Refusal
         * @instance
         */
        Refusal.prototype.sentence = "";

        /**
         * Encodes the specified Refusal message. Does not implicitly {@link lockstep.Refusal.verify|verify} messages.
         * @function encode
         * @memberof lockstep.Refusal
         * @static
         * @param {lockstep.Refusal.$Properties} message Refusal message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Refusal.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).int32(message.code);
            if (message.sentence != null && $Object.hasOwnProperty.call(message, "sentence") && message.sentence !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message.sentence);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Refusal message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.Refusal
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.Refusal & lockstep.Refusal.$Shape} Refusal
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Refusal.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.lockstep.Refusal();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.code = value;
                        else
                            delete message.code;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.sentence = value;
                        else
                            delete message.sentence;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Refusal;
    })();

    /**
     * RefusalCode enum.
     * @name lockstep.RefusalCode
     * @enum {number}
     * @property {number} REFUSAL_UNSPECIFIED=0 REFUSAL_UNSPECIFIED value
     * @property {number} MALFORMED=1 MALFORMED value
     * @property {number} PROTOCOL_VERSION=2 PROTOCOL_VERSION value
     * @property {number} SCHEMA=3 SCHEMA value
     * @property {number} FINGERPRINT=4 FINGERPRINT value
     * @property {number} DUPLICATE_ID=5 DUPLICATE_ID value
     * @property {number} UNKNOWN_WORKER=6 UNKNOWN_WORKER value
     * @property {number} FULL=7 FULL value
     * @property {number} NO_LEASE=8 NO_LEASE value
     * @property {number} NOT_FINITE=9 NOT_FINITE value
     * @property {number} WRONG_SHAPE=10 WRONG_SHAPE value
     */
    lockstep.RefusalCode = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[0] = "REFUSAL_UNSPECIFIED"] = 0;
        values[valuesById[1] = "MALFORMED"] = 1;
        values[valuesById[2] = "PROTOCOL_VERSION"] = 2;
        values[valuesById[3] = "SCHEMA"] = 3;
        values[valuesById[4] = "FINGERPRINT"] = 4;
        values[valuesById[5] = "DUPLICATE_ID"] = 5;
        values[valuesById[6] = "UNKNOWN_WORKER"] = 6;
        values[valuesById[7] = "FULL"] = 7;
        values[valuesById[8] = "NO_LEASE"] = 8;
        values[valuesById[9] = "NOT_FINITE"] = 9;
        values[valuesById[10] = "WRONG_SHAPE"] = 10;
        return values;
    })();

    /**
     * Phase enum.
     * @name lockstep.Phase
     * @enum {number}
     * @property {number} PHASE_UNSPECIFIED=0 PHASE_UNSPECIFIED value
     * @property {number} TRAIN=1 TRAIN value
     * @property {number} EVALUATE=2 EVALUATE value
     */
    lockstep.Phase = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[0] = "PHASE_UNSPECIFIED"] = 0;
        values[valuesById[1] = "TRAIN"] = 1;
        values[valuesById[2] = "EVALUATE"] = 2;
        return values;
    })();

    lockstep.Lease = (function() {

        /**
         * Properties of a Lease.
         * @typedef {Object} lockstep.Lease.$Properties
         * @property {lockstep.Phase|null} [phase] Lease phase
         * @property {number|null} [attempt] Lease attempt
         * @property {number|null} [firstShard] Lease firstShard
         * @property {number|null} [shardCount] Lease shardCount
         * @property {number|null} [creditParts] Lease creditParts
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Lease.
         * @memberof lockstep
         * @interface ILease
         * @augments lockstep.Lease.$Properties
         * @deprecated Use lockstep.Lease.$Properties instead.
         */

        /**
         * Shape of a Lease.
         * @typedef {lockstep.Lease.$Properties} lockstep.Lease.$Shape
         */

        /**
         * Constructs a new Lease.
         * @memberof lockstep
         * @classdesc Represents a Lease.
         * @constructor
         * @param {lockstep.Lease.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Lease = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Lease phase.
         * @member {lockstep.Phase} phase
         * @memberof lockstep.Lease
         * @instance
         */
        Lease.prototype.phase = 0;

        /**
         * Lease attempt.
         * @member {number} attempt
         * @memberof lockstep.Lease
         * @instance
         */
        Lease.prototype.attempt = 0;

        /**
         * Lease firstShard.
         * @member {number} firstShard
         * @memberof lockstep.Lease
         * @instance
         */
        Lease.prototype.firstShard = 0;

        /**
         * Lease shardCount.
         * @member {number} shardCount
         * @memberof lockstep.Lease
         * @instance
         */
        Lease.prototype.shardCount = 0;

        /**
         * Lease creditParts.
         * @member {number} creditParts
         * @memberof lockstep.Lease
         * @instance
         */
        Lease.prototype.creditParts = 0;

        /**
         * Encodes the specified Lease message. Does not implicitly {@link lockstep.Lease.verify|verify} messages.
         * @function encode
         * @memberof lockstep.Lease
         * @static
         * @param {lockstep.Lease.$Properties} message Lease message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Lease.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.phase != null && $Object.hasOwnProperty.call(message, "phase") && message.phase !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).int32(message.phase);
            if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt") && message.attempt !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.attempt);
            if (message.firstShard != null && $Object.hasOwnProperty.call(message, "firstShard") && message.firstShard !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.firstShard);
            if (message.shardCount != null && $Object.hasOwnProperty.call(message, "shardCount") && message.shardCount !== 0)
                writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.shardCount);
            if (message.creditParts != null && $Object.hasOwnProperty.call(message, "creditParts") && message.creditParts !== 0)
                writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.creditParts);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Lease message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.Lease
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.Lease & lockstep.Lease.$Shape} Lease
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Lease.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.lockstep.Lease();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.phase = value;
                        else
                            delete message.phase;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.attempt = value;
                        else
                            delete message.attempt;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.firstShard = value;
                        else
                            delete message.firstShard;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.shardCount = value;
                        else
                            delete message.shardCount;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.creditParts = value;
                        else
                            delete message.creditParts;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Lease;
    })();

    lockstep.WeightsPart = (function() {

        /**
         * Properties of a WeightsPart.
         * @typedef {Object} lockstep.WeightsPart.$Properties
         * @property {number|null} [part] WeightsPart part
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a WeightsPart.
         * @memberof lockstep
         * @interface IWeightsPart
         * @augments lockstep.WeightsPart.$Properties
         * @deprecated Use lockstep.WeightsPart.$Properties instead.
         */

        /**
         * Shape of a WeightsPart.
         * @typedef {lockstep.WeightsPart.$Properties} lockstep.WeightsPart.$Shape
         */

        /**
         * Constructs a new WeightsPart.
         * @memberof lockstep
         * @classdesc Represents a WeightsPart.
         * @constructor
         * @param {lockstep.WeightsPart.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const WeightsPart = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * WeightsPart part.
         * @member {number} part
         * @memberof lockstep.WeightsPart
         * @instance
         */
        WeightsPart.prototype.part = 0;

        /**
         * Encodes the specified WeightsPart message. Does not implicitly {@link lockstep.WeightsPart.verify|verify} messages.
         * @function encode
         * @memberof lockstep.WeightsPart
         * @static
         * @param {lockstep.WeightsPart.$Properties} message WeightsPart message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        WeightsPart.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.part != null && $Object.hasOwnProperty.call(message, "part") && message.part !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.part);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a WeightsPart message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.WeightsPart
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.WeightsPart & lockstep.WeightsPart.$Shape} WeightsPart
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        WeightsPart.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.lockstep.WeightsPart();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.part = value;
                        else
                            delete message.part;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return WeightsPart;
    })();

    lockstep.PartialWanted = (function() {

        /**
         * Properties of a PartialWanted.
         * @typedef {Object} lockstep.PartialWanted.$Properties
         * @property {number|null} [attempt] PartialWanted attempt
         * @property {number|null} [level] PartialWanted level
         * @property {number|null} [index] PartialWanted index
         * @property {number|null} [firstPart] PartialWanted firstPart
         * @property {number|null} [partCount] PartialWanted partCount
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a PartialWanted.
         * @memberof lockstep
         * @interface IPartialWanted
         * @augments lockstep.PartialWanted.$Properties
         * @deprecated Use lockstep.PartialWanted.$Properties instead.
         */

        /**
         * Shape of a PartialWanted.
         * @typedef {lockstep.PartialWanted.$Properties} lockstep.PartialWanted.$Shape
         */

        /**
         * Constructs a new PartialWanted.
         * @memberof lockstep
         * @classdesc Represents a PartialWanted.
         * @constructor
         * @param {lockstep.PartialWanted.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const PartialWanted = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * PartialWanted attempt.
         * @member {number} attempt
         * @memberof lockstep.PartialWanted
         * @instance
         */
        PartialWanted.prototype.attempt = 0;

        /**
         * PartialWanted level.
         * @member {number} level
         * @memberof lockstep.PartialWanted
         * @instance
         */
        PartialWanted.prototype.level = 0;

        /**
         * PartialWanted index.
         * @member {number} index
         * @memberof lockstep.PartialWanted
         * @instance
         */
        PartialWanted.prototype.index = 0;

        /**
         * PartialWanted firstPart.
         * @member {number} firstPart
         * @memberof lockstep.PartialWanted
         * @instance
         */
        PartialWanted.prototype.firstPart = 0;

        /**
         * PartialWanted partCount.
         * @member {number} partCount
         * @memberof lockstep.PartialWanted
         * @instance
         */
        PartialWanted.prototype.partCount = 0;

        /**
         * Encodes the specified PartialWanted message. Does not implicitly {@link lockstep.PartialWanted.verify|verify} messages.
         * @function encode
         * @memberof lockstep.PartialWanted
         * @static
         * @param {lockstep.PartialWanted.$Properties} message PartialWanted message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        PartialWanted.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt") && message.attempt !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.attempt);
            if (message.level != null && $Object.hasOwnProperty.call(message, "level") && message.level !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.level);
            if (message.index != null && $Object.hasOwnProperty.call(message, "index") && message.index !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.index);
            if (message.firstPart != null && $Object.hasOwnProperty.call(message, "firstPart") && message.firstPart !== 0)
                writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.firstPart);
            if (message.partCount != null && $Object.hasOwnProperty.call(message, "partCount") && message.partCount !== 0)
                writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.partCount);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a PartialWanted message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.PartialWanted
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.PartialWanted & lockstep.PartialWanted.$Shape} PartialWanted
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        PartialWanted.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.lockstep.PartialWanted();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.attempt = value;
                        else
                            delete message.attempt;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.level = value;
                        else
                            delete message.level;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.index = value;
                        else
                            delete message.index;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.firstPart = value;
                        else
                            delete message.firstPart;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.partCount = value;
                        else
                            delete message.partCount;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return PartialWanted;
    })();

    lockstep.LeaderBeat = (function() {

        /**
         * Properties of a LeaderBeat.
         * @typedef {Object} lockstep.LeaderBeat.$Properties
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a LeaderBeat.
         * @memberof lockstep
         * @interface ILeaderBeat
         * @augments lockstep.LeaderBeat.$Properties
         * @deprecated Use lockstep.LeaderBeat.$Properties instead.
         */

        /**
         * Shape of a LeaderBeat.
         * @typedef {lockstep.LeaderBeat.$Properties} lockstep.LeaderBeat.$Shape
         */

        /**
         * Constructs a new LeaderBeat.
         * @memberof lockstep
         * @classdesc Represents a LeaderBeat.
         * @constructor
         * @param {lockstep.LeaderBeat.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const LeaderBeat = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Encodes the specified LeaderBeat message. Does not implicitly {@link lockstep.LeaderBeat.verify|verify} messages.
         * @function encode
         * @memberof lockstep.LeaderBeat
         * @static
         * @param {lockstep.LeaderBeat.$Properties} message LeaderBeat message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        LeaderBeat.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a LeaderBeat message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.LeaderBeat
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.LeaderBeat & lockstep.LeaderBeat.$Shape} LeaderBeat
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        LeaderBeat.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.lockstep.LeaderBeat();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                reader.skipType(tag & 7, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return LeaderBeat;
    })();

    lockstep.CheckpointHint = (function() {

        /**
         * Properties of a CheckpointHint.
         * @typedef {Object} lockstep.CheckpointHint.$Properties
         * @property {string|null} [name] CheckpointHint name
         * @property {boolean|null} [last] CheckpointHint last
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a CheckpointHint.
         * @memberof lockstep
         * @interface ICheckpointHint
         * @augments lockstep.CheckpointHint.$Properties
         * @deprecated Use lockstep.CheckpointHint.$Properties instead.
         */

        /**
         * Shape of a CheckpointHint.
         * @typedef {lockstep.CheckpointHint.$Properties} lockstep.CheckpointHint.$Shape
         */

        /**
         * Constructs a new CheckpointHint.
         * @memberof lockstep
         * @classdesc Represents a CheckpointHint.
         * @constructor
         * @param {lockstep.CheckpointHint.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const CheckpointHint = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * CheckpointHint name.
         * @member {string} name
         * @memberof lockstep.CheckpointHint
         * @instance
         */
        CheckpointHint.prototype.name = "";

        /**
         * CheckpointHint last.
         * @member {boolean} last
         * @memberof lockstep.CheckpointHint
         * @instance
         */
        CheckpointHint.prototype.last = false;

        /**
         * Encodes the specified CheckpointHint message. Does not implicitly {@link lockstep.CheckpointHint.verify|verify} messages.
         * @function encode
         * @memberof lockstep.CheckpointHint
         * @static
         * @param {lockstep.CheckpointHint.$Properties} message CheckpointHint message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        CheckpointHint.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.name);
            if (message.last != null && $Object.hasOwnProperty.call(message, "last") && message.last !== false)
                writer.uint32(/* id 2, wireType 0 =*/16).bool(message.last);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a CheckpointHint message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.CheckpointHint
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.CheckpointHint & lockstep.CheckpointHint.$Shape} CheckpointHint
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        CheckpointHint.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.lockstep.CheckpointHint();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.name = value;
                        else
                            delete message.name;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.last = value;
                        else
                            delete message.last;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return CheckpointHint;
    })();

    lockstep.RunEnded = (function() {

        /**
         * Properties of a RunEnded.
         * @typedef {Object} lockstep.RunEnded.$Properties
         * @property {string|null} [reason] RunEnded reason
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a RunEnded.
         * @memberof lockstep
         * @interface IRunEnded
         * @augments lockstep.RunEnded.$Properties
         * @deprecated Use lockstep.RunEnded.$Properties instead.
         */

        /**
         * Shape of a RunEnded.
         * @typedef {lockstep.RunEnded.$Properties} lockstep.RunEnded.$Shape
         */

        /**
         * Constructs a new RunEnded.
         * @memberof lockstep
         * @classdesc Represents a RunEnded.
         * @constructor
         * @param {lockstep.RunEnded.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const RunEnded = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * RunEnded reason.
         * @member {string} reason
         * @memberof lockstep.RunEnded
         * @instance
         */
        RunEnded.prototype.reason = "";

        /**
         * Encodes the specified RunEnded message. Does not implicitly {@link lockstep.RunEnded.verify|verify} messages.
         * @function encode
         * @memberof lockstep.RunEnded
         * @static
         * @param {lockstep.RunEnded.$Properties} message RunEnded message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        RunEnded.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.reason);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a RunEnded message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.RunEnded
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.RunEnded & lockstep.RunEnded.$Shape} RunEnded
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        RunEnded.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.lockstep.RunEnded();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.reason = value;
                        else
                            delete message.reason;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return RunEnded;
    })();

    lockstep.WorkerMessage = (function() {

        /**
         * Properties of a WorkerMessage.
         * @typedef {Object} lockstep.WorkerMessage.$Properties
         * @property {number|null} [incarnation] WorkerMessage incarnation
         * @property {Uint8Array|null} [data] WorkerMessage data
         * @property {lockstep.Join.$Properties|null} [join] WorkerMessage join
         * @property {lockstep.WorkerBeat.$Properties|null} [beat] WorkerMessage beat
         * @property {lockstep.PartialPart.$Properties|null} [partialPart] WorkerMessage partialPart
         * @property {lockstep.WeightsWanted.$Properties|null} [weightsWanted] WorkerMessage weightsWanted
         * @property {lockstep.Leave.$Properties|null} [leave] WorkerMessage leave
         * @property {"join"|"beat"|"partialPart"|"weightsWanted"|"leave"} [body] WorkerMessage body
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a WorkerMessage.
         * @memberof lockstep
         * @interface IWorkerMessage
         * @augments lockstep.WorkerMessage.$Properties
         * @deprecated Use lockstep.WorkerMessage.$Properties instead.
         */

        /**
         * Narrowed shape of a WorkerMessage.
         * @typedef {{
         *   incarnation?: number|null;
         *   data?: Uint8Array|null;
         *   join?: lockstep.Join.$Shape|null;
         *   beat?: lockstep.WorkerBeat.$Shape|null;
         *   partialPart?: lockstep.PartialPart.$Shape|null;
         *   weightsWanted?: lockstep.WeightsWanted.$Shape|null;
         *   leave?: lockstep.Leave.$Shape|null;
         *   $unknowns?: Array.<Uint8Array>;
         * } & (
         *   ({ body?: undefined; join?: null; beat?: null; partialPart?: null; weightsWanted?: null; leave?: null }|{ body?: "join"; join: lockstep.Join.$Shape; beat?: null; partialPart?: null; weightsWanted?: null; leave?: null }|{ body?: "beat"; join?: null; beat: lockstep.WorkerBeat.$Shape; partialPart?: null; weightsWanted?: null; leave?: null }|{ body?: "partialPart"; join?: null; beat?: null; partialPart: lockstep.PartialPart.$Shape; weightsWanted?: null; leave?: null }|{ body?: "weightsWanted"; join?: null; beat?: null; partialPart?: null; weightsWanted: lockstep.WeightsWanted.$Shape; leave?: null }|{ body?: "leave"; join?: null; beat?: null; partialPart?: null; weightsWanted?: null; leave: lockstep.Leave.$Shape })
         * )} lockstep.WorkerMessage.$Shape
         */

        /**
         * Constructs a new WorkerMessage.
         * @memberof lockstep
         * @classdesc Represents a WorkerMessage.
         * @constructor
         * @param {lockstep.WorkerMessage.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const WorkerMessage = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * WorkerMessage incarnation.
         * @member {number} incarnation
         * @memberof lockstep.WorkerMessage
         * @instance
         */
        WorkerMessage.prototype.incarnation = 0;

        /**
         * WorkerMessage data.
         * @member {Uint8Array} data
         * @memberof lockstep.WorkerMessage
         * @instance
         */
        WorkerMessage.prototype.data = $util.newBuffer([]);

        /**
         * WorkerMessage join.
         * @member {lockstep.Join.$Properties|null|undefined} join
         * @memberof lockstep.WorkerMessage
         * @instance
         */
        WorkerMessage.prototype.join = null;

        /**
         * WorkerMessage beat.
         * @member {lockstep.WorkerBeat.$Properties|null|undefined} beat
         * @memberof lockstep.WorkerMessage
         * @instance
         */
        WorkerMessage.prototype.beat = null;

        /**
         * WorkerMessage partialPart.
         * @member {lockstep.PartialPart.$Properties|null|undefined} partialPart
         * @memberof lockstep.WorkerMessage
         * @instance
         */
        WorkerMessage.prototype.partialPart = null;

        /**
         * WorkerMessage weightsWanted.
         * @member {lockstep.WeightsWanted.$Properties|null|undefined} weightsWanted
         * @memberof lockstep.WorkerMessage
         * @instance
         */
        WorkerMessage.prototype.weightsWanted = null;

        /**
         * WorkerMessage leave.
         * @member {lockstep.Leave.$Properties|null|undefined} leave
         * @memberof lockstep.WorkerMessage
         * @instance
         */
        WorkerMessage.prototype.leave = null;

        // OneOf field names bound to virtual getters and setters
        let $oneOfFields;

        /**
         * WorkerMessage body.
         * @member {"join"|"beat"|"partialPart"|"weightsWanted"|"leave"|undefined} body
         * @memberof lockstep.WorkerMessage
         * @instance
         */
        $Object.defineProperty(WorkerMessage.prototype, "body", {
            get: $util.oneOfGetter($oneOfFields = ["join", "beat", "partialPart", "weightsWanted", "leave"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        /**
         * Encodes the specified WorkerMessage message. Does not implicitly {@link lockstep.WorkerMessage.verify|verify} messages.
         * @function encode
         * @memberof lockstep.WorkerMessage
         * @static
         * @param {lockstep.WorkerMessage.$Properties} message WorkerMessage message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        WorkerMessage.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.incarnation != null && $Object.hasOwnProperty.call(message, "incarnation") && message.incarnation !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.incarnation);
            if (message.data != null && $Object.hasOwnProperty.call(message, "data") && message.data.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.data);
            if (message.join != null && $Object.hasOwnProperty.call(message, "join"))
                $root.lockstep.Join.encode(message.join, writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
            if (message.beat != null && $Object.hasOwnProperty.call(message, "beat"))
                $root.lockstep.WorkerBeat.encode(message.beat, writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
            if (message.partialPart != null && $Object.hasOwnProperty.call(message, "partialPart"))
                $root.lockstep.PartialPart.encode(message.partialPart, writer.uint32(/* id 12, wireType 2 =*/98).fork(), _depth + 1).ldelim();
            if (message.weightsWanted != null && $Object.hasOwnProperty.call(message, "weightsWanted"))
                $root.lockstep.WeightsWanted.encode(message.weightsWanted, writer.uint32(/* id 13, wireType 2 =*/106).fork(), _depth + 1).ldelim();
            if (message.leave != null && $Object.hasOwnProperty.call(message, "leave"))
                $root.lockstep.Leave.encode(message.leave, writer.uint32(/* id 14, wireType 2 =*/114).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a WorkerMessage message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.WorkerMessage
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.WorkerMessage & lockstep.WorkerMessage.$Shape} WorkerMessage
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        WorkerMessage.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.lockstep.WorkerMessage();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.incarnation = value;
                        else
                            delete message.incarnation;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.data = value;
                        else
                            delete message.data;
                        continue;
                    }
                case 10: {
                        if (wireType !== 2)
                            break;
                        message.join = $root.lockstep.Join.decode(reader, reader.size(), $undefined, _depth + 1, message.join);
                        message.body = "join";
                        continue;
                    }
                case 11: {
                        if (wireType !== 2)
                            break;
                        message.beat = $root.lockstep.WorkerBeat.decode(reader, reader.size(), $undefined, _depth + 1, message.beat);
                        message.body = "beat";
                        continue;
                    }
                case 12: {
                        if (wireType !== 2)
                            break;
                        message.partialPart = $root.lockstep.PartialPart.decode(reader, reader.size(), $undefined, _depth + 1, message.partialPart);
                        message.body = "partialPart";
                        continue;
                    }
                case 13: {
                        if (wireType !== 2)
                            break;
                        message.weightsWanted = $root.lockstep.WeightsWanted.decode(reader, reader.size(), $undefined, _depth + 1, message.weightsWanted);
                        message.body = "weightsWanted";
                        continue;
                    }
                case 14: {
                        if (wireType !== 2)
                            break;
                        message.leave = $root.lockstep.Leave.decode(reader, reader.size(), $undefined, _depth + 1, message.leave);
                        message.body = "leave";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return WorkerMessage;
    })();

    lockstep.Join = (function() {

        /**
         * Properties of a Join.
         * @typedef {Object} lockstep.Join.$Properties
         * @property {number|null} [protocolVersion] Join protocolVersion
         * @property {string|null} [schemaHash] Join schemaHash
         * @property {string|null} [fingerprint] Join fingerprint
         * @property {string|null} [device] Join device
         * @property {string|null} [host] Join host
         * @property {number|null} [threads] Join threads
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Join.
         * @memberof lockstep
         * @interface IJoin
         * @augments lockstep.Join.$Properties
         * @deprecated Use lockstep.Join.$Properties instead.
         */

        /**
         * Shape of a Join.
         * @typedef {lockstep.Join.$Properties} lockstep.Join.$Shape
         */

        /**
         * Constructs a new Join.
         * @memberof lockstep
         * @classdesc Represents a Join.
         * @constructor
         * @param {lockstep.Join.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Join = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Join protocolVersion.
         * @member {number} protocolVersion
         * @memberof lockstep.Join
         * @instance
         */
        Join.prototype.protocolVersion = 0;

        /**
         * Join schemaHash.
         * @member {string} schemaHash
         * @memberof lockstep.Join
         * @instance
         */
        Join.prototype.schemaHash = "";

        /**
         * Join fingerprint.
         * @member {string} fingerprint
         * @memberof lockstep.Join
         * @instance
         */
        Join.prototype.fingerprint = "";

        /**
         * Join device.
         * @member {string} device
         * @memberof lockstep.Join
         * @instance
         */
        Join.prototype.device = "";

        /**
         * Join host.
         * @member {string} host
         * @memberof lockstep.Join
         * @instance
         */
        Join.prototype.host = "";

        /**
         * Join threads.
         * @member {number} threads
         * @memberof lockstep.Join
         * @instance
         */
        Join.prototype.threads = 0;

        /**
         * Encodes the specified Join message. Does not implicitly {@link lockstep.Join.verify|verify} messages.
         * @function encode
         * @memberof lockstep.Join
         * @static
         * @param {lockstep.Join.$Properties} message Join message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Join.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.protocolVersion != null && $Object.hasOwnProperty.call(message, "protocolVersion") && message.protocolVersion !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.protocolVersion);
            if (message.schemaHash != null && $Object.hasOwnProperty.call(message, "schemaHash") && message.schemaHash !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message.schemaHash);
            if (message.fingerprint != null && $Object.hasOwnProperty.call(message, "fingerprint") && message.fingerprint !== "")
                writer.uint32(/* id 3, wireType 2 =*/26).string(message.fingerprint);
            if (message.device != null && $Object.hasOwnProperty.call(message, "device") && message.device !== "")
                writer.uint32(/* id 4, wireType 2 =*/34).string(message.device);
            if (message.host != null && $Object.hasOwnProperty.call(message, "host") && message.host !== "")
                writer.uint32(/* id 5, wireType 2 =*/42).string(message.host);
            if (message.threads != null && $Object.hasOwnProperty.call(message, "threads") && message.threads !== 0)
                writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.threads);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Join message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.Join
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.Join & lockstep.Join.$Shape} Join
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Join.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.lockstep.Join();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.protocolVersion = value;
                        else
                            delete message.protocolVersion;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.schemaHash = value;
                        else
                            delete message.schemaHash;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.fingerprint = value;
                        else
                            delete message.fingerprint;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.device = value;
                        else
                            delete message.device;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.host = value;
                        else
                            delete message.host;
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.threads = value;
                        else
                            delete message.threads;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Join;
    })();

    lockstep.WorkerBeat = (function() {

        /**
         * Properties of a WorkerBeat.
         * @typedef {Object} lockstep.WorkerBeat.$Properties
         * @property {number|null} [leaderEpoch] WorkerBeat leaderEpoch
         * @property {number|null} [version] WorkerBeat version
         * @property {number|null} [attempt] WorkerBeat attempt
         * @property {boolean|null} [computed] WorkerBeat computed
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a WorkerBeat.
         * @memberof lockstep
         * @interface IWorkerBeat
         * @augments lockstep.WorkerBeat.$Properties
         * @deprecated Use lockstep.WorkerBeat.$Properties instead.
         */

        /**
         * Shape of a WorkerBeat.
         * @typedef {lockstep.WorkerBeat.$Properties} lockstep.WorkerBeat.$Shape
         */

        /**
         * Constructs a new WorkerBeat.
         * @memberof lockstep
         * @classdesc Represents a WorkerBeat.
         * @constructor
         * @param {lockstep.WorkerBeat.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const WorkerBeat = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * WorkerBeat leaderEpoch.
         * @member {number} leaderEpoch
         * @memberof lockstep.WorkerBeat
         * @instance
         */
        WorkerBeat.prototype.leaderEpoch = 0;

        /**
         * WorkerBeat version.
         * @member {number} version
         * @memberof lockstep.WorkerBeat
         * @instance
         */
        WorkerBeat.prototype.version = 0;

        /**
         * WorkerBeat attempt.
         * @member {number} attempt
         * @memberof lockstep.WorkerBeat
         * @instance
         */
        WorkerBeat.prototype.attempt = 0;

        /**
         * WorkerBeat computed.
         * @member {boolean} computed
         * @memberof lockstep.WorkerBeat
         * @instance
         */
        WorkerBeat.prototype.computed = false;

        /**
         * Encodes the specified WorkerBeat message. Does not implicitly {@link lockstep.WorkerBeat.verify|verify} messages.
         * @function encode
         * @memberof lockstep.WorkerBeat
         * @static
         * @param {lockstep.WorkerBeat.$Properties} message WorkerBeat message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        WorkerBeat.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.leaderEpoch != null && $Object.hasOwnProperty.call(message, "leaderEpoch") && message.leaderEpoch !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.leaderEpoch);
            if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.version);
            if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt") && message.attempt !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.attempt);
            if (message.computed != null && $Object.hasOwnProperty.call(message, "computed") && message.computed !== false)
                writer.uint32(/* id 4, wireType 0 =*/32).bool(message.computed);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a WorkerBeat message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.WorkerBeat
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.WorkerBeat & lockstep.WorkerBeat.$Shape} WorkerBeat
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        WorkerBeat.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.lockstep.WorkerBeat();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.leaderEpoch = value;
                        else
                            delete message.leaderEpoch;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.version = value;
                        else
                            delete message.version;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.attempt = value;
                        else
                            delete message.attempt;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.computed = value;
                        else
                            delete message.computed;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return WorkerBeat;
    })();

    lockstep.PartialPart = (function() {

        /**
         * Properties of a PartialPart.
         * @typedef {Object} lockstep.PartialPart.$Properties
         * @property {number|null} [attempt] PartialPart attempt
         * @property {number|null} [level] PartialPart level
         * @property {number|null} [index] PartialPart index
         * @property {number|null} [samples] PartialPart samples
         * @property {number|null} [lossSum] PartialPart lossSum
         * @property {number|null} [part] PartialPart part
         * @property {number|null} [computeMs] PartialPart computeMs
         * @property {number|null} [waitMs] PartialPart waitMs
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a PartialPart.
         * @memberof lockstep
         * @interface IPartialPart
         * @augments lockstep.PartialPart.$Properties
         * @deprecated Use lockstep.PartialPart.$Properties instead.
         */

        /**
         * Shape of a PartialPart.
         * @typedef {lockstep.PartialPart.$Properties} lockstep.PartialPart.$Shape
         */

        /**
         * Constructs a new PartialPart.
         * @memberof lockstep
         * @classdesc Represents a PartialPart.
         * @constructor
         * @param {lockstep.PartialPart.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const PartialPart = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * PartialPart attempt.
         * @member {number} attempt
         * @memberof lockstep.PartialPart
         * @instance
         */
        PartialPart.prototype.attempt = 0;

        /**
         * PartialPart level.
         * @member {number} level
         * @memberof lockstep.PartialPart
         * @instance
         */
        PartialPart.prototype.level = 0;

        /**
         * PartialPart index.
         * @member {number} index
         * @memberof lockstep.PartialPart
         * @instance
         */
        PartialPart.prototype.index = 0;

        /**
         * PartialPart samples.
         * @member {number} samples
         * @memberof lockstep.PartialPart
         * @instance
         */
        PartialPart.prototype.samples = 0;

        /**
         * PartialPart lossSum.
         * @member {number} lossSum
         * @memberof lockstep.PartialPart
         * @instance
         */
        PartialPart.prototype.lossSum = 0;

        /**
         * PartialPart part.
         * @member {number} part
         * @memberof lockstep.PartialPart
         * @instance
         */
        PartialPart.prototype.part = 0;

        /**
         * PartialPart computeMs.
         * @member {number} computeMs
         * @memberof lockstep.PartialPart
         * @instance
         */
        PartialPart.prototype.computeMs = 0;

        /**
         * PartialPart waitMs.
         * @member {number} waitMs
         * @memberof lockstep.PartialPart
         * @instance
         */
        PartialPart.prototype.waitMs = 0;

        /**
         * Encodes the specified PartialPart message. Does not implicitly {@link lockstep.PartialPart.verify|verify} messages.
         * @function encode
         * @memberof lockstep.PartialPart
         * @static
         * @param {lockstep.PartialPart.$Properties} message PartialPart message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        PartialPart.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt") && message.attempt !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.attempt);
            if (message.level != null && $Object.hasOwnProperty.call(message, "level") && message.level !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.level);
            if (message.index != null && $Object.hasOwnProperty.call(message, "index") && message.index !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.index);
            if (message.samples != null && $Object.hasOwnProperty.call(message, "samples") && message.samples !== 0)
                writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.samples);
            if (message.lossSum != null && $Object.hasOwnProperty.call(message, "lossSum") && !$Object.is(message.lossSum, 0))
                writer.uint32(/* id 5, wireType 5 =*/45).float(message.lossSum);
            if (message.part != null && $Object.hasOwnProperty.call(message, "part") && message.part !== 0)
                writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.part);
            if (message.computeMs != null && $Object.hasOwnProperty.call(message, "computeMs") && !$Object.is(message.computeMs, 0))
                writer.uint32(/* id 8, wireType 5 =*/69).float(message.computeMs);
            if (message.waitMs != null && $Object.hasOwnProperty.call(message, "waitMs") && !$Object.is(message.waitMs, 0))
                writer.uint32(/* id 9, wireType 5 =*/77).float(message.waitMs);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a PartialPart message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.PartialPart
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.PartialPart & lockstep.PartialPart.$Shape} PartialPart
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        PartialPart.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.lockstep.PartialPart();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.attempt = value;
                        else
                            delete message.attempt;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.level = value;
                        else
                            delete message.level;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.index = value;
                        else
                            delete message.index;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.samples = value;
                        else
                            delete message.samples;
                        continue;
                    }
                case 5: {
                        if (wireType !== 5)
                            break;
                        if (!$Object.is(value = reader.float(), 0))
                            message.lossSum = value;
                        else
                            delete message.lossSum;
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.part = value;
                        else
                            delete message.part;
                        continue;
                    }
                case 8: {
                        if (wireType !== 5)
                            break;
                        if (!$Object.is(value = reader.float(), 0))
                            message.computeMs = value;
                        else
                            delete message.computeMs;
                        continue;
                    }
                case 9: {
                        if (wireType !== 5)
                            break;
                        if (!$Object.is(value = reader.float(), 0))
                            message.waitMs = value;
                        else
                            delete message.waitMs;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return PartialPart;
    })();

    lockstep.WeightsWanted = (function() {

        /**
         * Properties of a WeightsWanted.
         * @typedef {Object} lockstep.WeightsWanted.$Properties
         * @property {number|null} [version] WeightsWanted version
         * @property {Array.<number>|null} [parts] WeightsWanted parts
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a WeightsWanted.
         * @memberof lockstep
         * @interface IWeightsWanted
         * @augments lockstep.WeightsWanted.$Properties
         * @deprecated Use lockstep.WeightsWanted.$Properties instead.
         */

        /**
         * Shape of a WeightsWanted.
         * @typedef {lockstep.WeightsWanted.$Properties} lockstep.WeightsWanted.$Shape
         */

        /**
         * Constructs a new WeightsWanted.
         * @memberof lockstep
         * @classdesc Represents a WeightsWanted.
         * @constructor
         * @param {lockstep.WeightsWanted.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const WeightsWanted = function (properties) {
            this.parts = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * WeightsWanted version.
         * @member {number} version
         * @memberof lockstep.WeightsWanted
         * @instance
         */
        WeightsWanted.prototype.version = 0;

        /**
         * WeightsWanted parts.
         * @member {Array.<number>} parts
         * @memberof lockstep.WeightsWanted
         * @instance
         */
        WeightsWanted.prototype.parts = $util.emptyArray;

        /**
         * Encodes the specified WeightsWanted message. Does not implicitly {@link lockstep.WeightsWanted.verify|verify} messages.
         * @function encode
         * @memberof lockstep.WeightsWanted
         * @static
         * @param {lockstep.WeightsWanted.$Properties} message WeightsWanted message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        WeightsWanted.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.version);
            if (message.parts != null && message.parts.length)
                writer.uint32(/* id 2, wireType 2 =*/18).uint32s(message.parts);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a WeightsWanted message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.WeightsWanted
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.WeightsWanted & lockstep.WeightsWanted.$Shape} WeightsWanted
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        WeightsWanted.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.lockstep.WeightsWanted();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.version = value;
                        else
                            delete message.version;
                        continue;
                    }
                case 2: {
                        if (wireType === 2) {
                            if (!(message.parts && message.parts.length))
                                message.parts = [];
                            reader.uint32s(message.parts);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.parts && message.parts.length))
                            message.parts = [];
                        message.parts.push(reader.uint32());
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return WeightsWanted;
    })();

    lockstep.Leave = (function() {

        /**
         * Properties of a Leave.
         * @typedef {Object} lockstep.Leave.$Properties
         * @property {string|null} [reason] Leave reason
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Leave.
         * @memberof lockstep
         * @interface ILeave
         * @augments lockstep.Leave.$Properties
         * @deprecated Use lockstep.Leave.$Properties instead.
         */

        /**
         * Shape of a Leave.
         * @typedef {lockstep.Leave.$Properties} lockstep.Leave.$Shape
         */

        /**
         * Constructs a new Leave.
         * @memberof lockstep
         * @classdesc Represents a Leave.
         * @constructor
         * @param {lockstep.Leave.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Leave = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Leave reason.
         * @member {string} reason
         * @memberof lockstep.Leave
         * @instance
         */
        Leave.prototype.reason = "";

        /**
         * Encodes the specified Leave message. Does not implicitly {@link lockstep.Leave.verify|verify} messages.
         * @function encode
         * @memberof lockstep.Leave
         * @static
         * @param {lockstep.Leave.$Properties} message Leave message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Leave.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.reason);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Leave message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.Leave
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.Leave & lockstep.Leave.$Shape} Leave
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Leave.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.lockstep.Leave();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.reason = value;
                        else
                            delete message.reason;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Leave;
    })();

    lockstep.SampleRequest = (function() {

        /**
         * Properties of a SampleRequest.
         * @typedef {Object} lockstep.SampleRequest.$Properties
         * @property {number|null} [count] SampleRequest count
         * @property {number|null} [steps] SampleRequest steps
         * @property {number|null} [seed] SampleRequest seed
         * @property {lockstep.ImageFormat|null} [format] SampleRequest format
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a SampleRequest.
         * @memberof lockstep
         * @interface ISampleRequest
         * @augments lockstep.SampleRequest.$Properties
         * @deprecated Use lockstep.SampleRequest.$Properties instead.
         */

        /**
         * Shape of a SampleRequest.
         * @typedef {lockstep.SampleRequest.$Properties} lockstep.SampleRequest.$Shape
         */

        /**
         * Constructs a new SampleRequest.
         * @memberof lockstep
         * @classdesc Represents a SampleRequest.
         * @constructor
         * @param {lockstep.SampleRequest.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const SampleRequest = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * SampleRequest count.
         * @member {number} count
         * @memberof lockstep.SampleRequest
         * @instance
         */
        SampleRequest.prototype.count = 0;

        /**
         * SampleRequest steps.
         * @member {number} steps
         * @memberof lockstep.SampleRequest
         * @instance
         */
        SampleRequest.prototype.steps = 0;

        /**
         * SampleRequest seed.
         * @member {number} seed
         * @memberof lockstep.SampleRequest
         * @instance
         */
        SampleRequest.prototype.seed = 0;

        /**
         * SampleRequest format.
         * @member {lockstep.ImageFormat} format
         * @memberof lockstep.SampleRequest
         * @instance
         */
        SampleRequest.prototype.format = 0;

        /**
         * Encodes the specified SampleRequest message. Does not implicitly {@link lockstep.SampleRequest.verify|verify} messages.
         * @function encode
         * @memberof lockstep.SampleRequest
         * @static
         * @param {lockstep.SampleRequest.$Properties} message SampleRequest message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        SampleRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.count != null && $Object.hasOwnProperty.call(message, "count") && message.count !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.count);
            if (message.steps != null && $Object.hasOwnProperty.call(message, "steps") && message.steps !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.steps);
            if (message.seed != null && $Object.hasOwnProperty.call(message, "seed") && message.seed !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.seed);
            if (message.format != null && $Object.hasOwnProperty.call(message, "format") && message.format !== 0)
                writer.uint32(/* id 4, wireType 0 =*/32).int32(message.format);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a SampleRequest message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.SampleRequest
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.SampleRequest & lockstep.SampleRequest.$Shape} SampleRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        SampleRequest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.lockstep.SampleRequest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.count = value;
                        else
                            delete message.count;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.steps = value;
                        else
                            delete message.steps;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.seed = value;
                        else
                            delete message.seed;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.format = value;
                        else
                            delete message.format;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return SampleRequest;
    })();

    /**
     * ImageFormat enum.
     * @name lockstep.ImageFormat
     * @enum {number}
     * @property {number} IMAGE_FORMAT_UNSPECIFIED=0 IMAGE_FORMAT_UNSPECIFIED value
     * @property {number} PNG=1 PNG value
     * @property {number} FLOAT32=2 FLOAT32 value
     */
    lockstep.ImageFormat = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[0] = "IMAGE_FORMAT_UNSPECIFIED"] = 0;
        values[valuesById[1] = "PNG"] = 1;
        values[valuesById[2] = "FLOAT32"] = 2;
        return values;
    })();

    lockstep.SampleReply = (function() {

        /**
         * Properties of a SampleReply.
         * @typedef {Object} lockstep.SampleReply.$Properties
         * @property {number|null} [step] SampleReply step
         * @property {lockstep.ImageFormat|null} [format] SampleReply format
         * @property {Uint8Array|null} [data] SampleReply data
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a SampleReply.
         * @memberof lockstep
         * @interface ISampleReply
         * @augments lockstep.SampleReply.$Properties
         * @deprecated Use lockstep.SampleReply.$Properties instead.
         */

        /**
         * Shape of a SampleReply.
         * @typedef {lockstep.SampleReply.$Properties} lockstep.SampleReply.$Shape
         */

        /**
         * Constructs a new SampleReply.
         * @memberof lockstep
         * @classdesc Represents a SampleReply.
         * @constructor
         * @param {lockstep.SampleReply.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const SampleReply = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * SampleReply step.
         * @member {number} step
         * @memberof lockstep.SampleReply
         * @instance
         */
        SampleReply.prototype.step = 0;

        /**
         * SampleReply format.
         * @member {lockstep.ImageFormat} format
         * @memberof lockstep.SampleReply
         * @instance
         */
        SampleReply.prototype.format = 0;

        /**
         * SampleReply data.
         * @member {Uint8Array} data
         * @memberof lockstep.SampleReply
         * @instance
         */
        SampleReply.prototype.data = $util.newBuffer([]);

        /**
         * Encodes the specified SampleReply message. Does not implicitly {@link lockstep.SampleReply.verify|verify} messages.
         * @function encode
         * @memberof lockstep.SampleReply
         * @static
         * @param {lockstep.SampleReply.$Properties} message SampleReply message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        SampleReply.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.step != null && $Object.hasOwnProperty.call(message, "step") && message.step !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.step);
            if (message.format != null && $Object.hasOwnProperty.call(message, "format") && message.format !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).int32(message.format);
            if (message.data != null && $Object.hasOwnProperty.call(message, "data") && message.data.length)
                writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.data);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a SampleReply message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.SampleReply
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.SampleReply & lockstep.SampleReply.$Shape} SampleReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        SampleReply.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.lockstep.SampleReply();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.step = value;
                        else
                            delete message.step;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.format = value;
                        else
                            delete message.format;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.data = value;
                        else
                            delete message.data;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return SampleReply;
    })();

    lockstep.FiguresDrawn = (function() {

        /**
         * Properties of a FiguresDrawn.
         * @typedef {Object} lockstep.FiguresDrawn.$Properties
         * @property {number|null} [step] FiguresDrawn step
         * @property {Array.<string>|null} [files] FiguresDrawn files
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a FiguresDrawn.
         * @memberof lockstep
         * @interface IFiguresDrawn
         * @augments lockstep.FiguresDrawn.$Properties
         * @deprecated Use lockstep.FiguresDrawn.$Properties instead.
         */

        /**
         * Shape of a FiguresDrawn.
         * @typedef {lockstep.FiguresDrawn.$Properties} lockstep.FiguresDrawn.$Shape
         */

        /**
         * Constructs a new FiguresDrawn.
         * @memberof lockstep
         * @classdesc Represents a FiguresDrawn.
         * @constructor
         * @param {lockstep.FiguresDrawn.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const FiguresDrawn = function (properties) {
            this.files = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * FiguresDrawn step.
         * @member {number} step
         * @memberof lockstep.FiguresDrawn
         * @instance
         */
        FiguresDrawn.prototype.step = 0;

        /**
         * FiguresDrawn files.
         * @member {Array.<string>} files
         * @memberof lockstep.FiguresDrawn
         * @instance
         */
        FiguresDrawn.prototype.files = $util.emptyArray;

        /**
         * Encodes the specified FiguresDrawn message. Does not implicitly {@link lockstep.FiguresDrawn.verify|verify} messages.
         * @function encode
         * @memberof lockstep.FiguresDrawn
         * @static
         * @param {lockstep.FiguresDrawn.$Properties} message FiguresDrawn message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        FiguresDrawn.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.step != null && $Object.hasOwnProperty.call(message, "step") && message.step !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.step);
            if (message.files != null && message.files.length)
                for (let i = 0; i < message.files.length; ++i)
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.files[i]);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a FiguresDrawn message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.FiguresDrawn
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.FiguresDrawn & lockstep.FiguresDrawn.$Shape} FiguresDrawn
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        FiguresDrawn.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.lockstep.FiguresDrawn();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.step = value;
                        else
                            delete message.step;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if (!(message.files && message.files.length))
                            message.files = [];
                        message.files.push(reader.stringVerify());
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return FiguresDrawn;
    })();

    return lockstep;
})();

export {
  $root as default
};
