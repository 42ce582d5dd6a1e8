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
         * @property {number|null} [toIncarnation] CoordinatorMessage toIncarnation
         * @property {lockstep.RunInfo.$Properties|null} [runInfo] CoordinatorMessage runInfo
         * @property {lockstep.Welcome.$Properties|null} [welcome] CoordinatorMessage welcome
         * @property {lockstep.Refusal.$Properties|null} [refusal] CoordinatorMessage refusal
         * @property {lockstep.Lease.$Properties|null} [lease] CoordinatorMessage lease
         * @property {lockstep.WeightsPart.$Properties|null} [weightsPart] CoordinatorMessage weightsPart
         * @property {lockstep.GradientRequest.$Properties|null} [gradientRequest] CoordinatorMessage gradientRequest
         * @property {lockstep.LeaderHeartbeat.$Properties|null} [heartbeat] CoordinatorMessage heartbeat
         * @property {lockstep.CheckpointHint.$Properties|null} [checkpoint] CoordinatorMessage checkpoint
         * @property {lockstep.RunEnded.$Properties|null} [ended] CoordinatorMessage ended
         * @property {lockstep.ReducedPart.$Properties|null} [reducedPart] CoordinatorMessage reducedPart
         * @property {lockstep.StatePart.$Properties|null} [statePart] CoordinatorMessage statePart
         * @property {"runInfo"|"welcome"|"refusal"|"lease"|"weightsPart"|"gradientRequest"|"heartbeat"|"checkpoint"|"ended"|"reducedPart"|"statePart"} [body] CoordinatorMessage body
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
         *   toIncarnation?: number|null;
         *   runInfo?: lockstep.RunInfo.$Shape|null;
         *   welcome?: lockstep.Welcome.$Shape|null;
         *   refusal?: lockstep.Refusal.$Shape|null;
         *   lease?: lockstep.Lease.$Shape|null;
         *   weightsPart?: lockstep.WeightsPart.$Shape|null;
         *   gradientRequest?: lockstep.GradientRequest.$Shape|null;
         *   heartbeat?: lockstep.LeaderHeartbeat.$Shape|null;
         *   checkpoint?: lockstep.CheckpointHint.$Shape|null;
         *   ended?: lockstep.RunEnded.$Shape|null;
         *   reducedPart?: lockstep.ReducedPart.$Shape|null;
         *   statePart?: lockstep.StatePart.$Shape|null;
         *   $unknowns?: Array.<Uint8Array>;
         * } & (
         *   ({ body?: undefined; runInfo?: null; welcome?: null; refusal?: null; lease?: null; weightsPart?: null; gradientRequest?: null; heartbeat?: null; checkpoint?: null; ended?: null; reducedPart?: null; statePart?: null }|{ body?: "runInfo"; runInfo: lockstep.RunInfo.$Shape; welcome?: null; refusal?: null; lease?: null; weightsPart?: null; gradientRequest?: null; heartbeat?: null; checkpoint?: null; ended?: null; reducedPart?: null; statePart?: null }|{ body?: "welcome"; runInfo?: null; welcome: lockstep.Welcome.$Shape; refusal?: null; lease?: null; weightsPart?: null; gradientRequest?: null; heartbeat?: null; checkpoint?: null; ended?: null; reducedPart?: null; statePart?: null }|{ body?: "refusal"; runInfo?: null; welcome?: null; refusal: lockstep.Refusal.$Shape; lease?: null; weightsPart?: null; gradientRequest?: null; heartbeat?: null; checkpoint?: null; ended?: null; reducedPart?: null; statePart?: null }|{ body?: "lease"; runInfo?: null; welcome?: null; refusal?: null; lease: lockstep.Lease.$Shape; weightsPart?: null; gradientRequest?: null; heartbeat?: null; checkpoint?: null; ended?: null; reducedPart?: null; statePart?: null }|{ body?: "weightsPart"; runInfo?: null; welcome?: null; refusal?: null; lease?: null; weightsPart: lockstep.WeightsPart.$Shape; gradientRequest?: null; heartbeat?: null; checkpoint?: null; ended?: null; reducedPart?: null; statePart?: null }|{ body?: "gradientRequest"; runInfo?: null; welcome?: null; refusal?: null; lease?: null; weightsPart?: null; gradientRequest: lockstep.GradientRequest.$Shape; heartbeat?: null; checkpoint?: null; ended?: null; reducedPart?: null; statePart?: null }|{ body?: "heartbeat"; runInfo?: null; welcome?: null; refusal?: null; lease?: null; weightsPart?: null; gradientRequest?: null; heartbeat: lockstep.LeaderHeartbeat.$Shape; checkpoint?: null; ended?: null; reducedPart?: null; statePart?: null }|{ body?: "checkpoint"; runInfo?: null; welcome?: null; refusal?: null; lease?: null; weightsPart?: null; gradientRequest?: null; heartbeat?: null; checkpoint: lockstep.CheckpointHint.$Shape; ended?: null; reducedPart?: null; statePart?: null }|{ body?: "ended"; runInfo?: null; welcome?: null; refusal?: null; lease?: null; weightsPart?: null; gradientRequest?: null; heartbeat?: null; checkpoint?: null; ended: lockstep.RunEnded.$Shape; reducedPart?: null; statePart?: null }|{ body?: "reducedPart"; runInfo?: null; welcome?: null; refusal?: null; lease?: null; weightsPart?: null; gradientRequest?: null; heartbeat?: null; checkpoint?: null; ended?: null; reducedPart: lockstep.ReducedPart.$Shape; statePart?: null }|{ body?: "statePart"; runInfo?: null; welcome?: null; refusal?: null; lease?: null; weightsPart?: null; gradientRequest?: null; heartbeat?: null; checkpoint?: null; ended?: null; reducedPart?: null; statePart: lockstep.StatePart.$Shape })
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
         * CoordinatorMessage toIncarnation.
         * @member {number} toIncarnation
         * @memberof lockstep.CoordinatorMessage
         * @instance
         */
        CoordinatorMessage.prototype.toIncarnation = 0;

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
         * CoordinatorMessage gradientRequest.
         * @member {lockstep.GradientRequest.$Properties|null|undefined} gradientRequest
         * @memberof lockstep.CoordinatorMessage
         * @instance
         */
        CoordinatorMessage.prototype.gradientRequest = null;

        /**
         * CoordinatorMessage heartbeat.
         * @member {lockstep.LeaderHeartbeat.$Properties|null|undefined} heartbeat
         * @memberof lockstep.CoordinatorMessage
         * @instance
         */
        CoordinatorMessage.prototype.heartbeat = null;

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

        /**
         * CoordinatorMessage reducedPart.
         * @member {lockstep.ReducedPart.$Properties|null|undefined} reducedPart
         * @memberof lockstep.CoordinatorMessage
         * @instance
         */
        CoordinatorMessage.prototype.reducedPart = null;

        /**
         * CoordinatorMessage statePart.
         * @member {lockstep.StatePart.$Properties|null|undefined} statePart
         * @memberof lockstep.CoordinatorMessage
         * @instance
         */
        CoordinatorMessage.prototype.statePart = null;

        // OneOf field names bound to virtual getters and setters
        let $oneOfFields;

        /**
         * CoordinatorMessage body.
         * @member {"runInfo"|"welcome"|"refusal"|"lease"|"weightsPart"|"gradientRequest"|"heartbeat"|"checkpoint"|"ended"|"reducedPart"|"statePart"|undefined} body
         * @memberof lockstep.CoordinatorMessage
         * @instance
         */
        $Object.defineProperty(CoordinatorMessage.prototype, "body", {
            get: $util.oneOfGetter($oneOfFields = ["runInfo", "welcome", "refusal", "lease", "weightsPart", "gradientRequest", "heartbeat", "checkpoint", "ended", "reducedPart", "statePart"]),
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
            if (message.toIncarnation != null && $Object.hasOwnProperty.call(message, "toIncarnation") && message.toIncarnation !== 0)
                writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.toIncarnation);
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
            if (message.gradientRequest != null && $Object.hasOwnProperty.call(message, "gradientRequest"))
                $root.lockstep.GradientRequest.encode(message.gradientRequest, writer.uint32(/* id 15, wireType 2 =*/122).fork(), _depth + 1).ldelim();
            if (message.heartbeat != null && $Object.hasOwnProperty.call(message, "heartbeat"))
                $root.lockstep.LeaderHeartbeat.encode(message.heartbeat, writer.uint32(/* id 16, wireType 2 =*/130).fork(), _depth + 1).ldelim();
            if (message.checkpoint != null && $Object.hasOwnProperty.call(message, "checkpoint"))
                $root.lockstep.CheckpointHint.encode(message.checkpoint, writer.uint32(/* id 17, wireType 2 =*/138).fork(), _depth + 1).ldelim();
            if (message.ended != null && $Object.hasOwnProperty.call(message, "ended"))
                $root.lockstep.RunEnded.encode(message.ended, writer.uint32(/* id 18, wireType 2 =*/146).fork(), _depth + 1).ldelim();
            if (message.reducedPart != null && $Object.hasOwnProperty.call(message, "reducedPart"))
                $root.lockstep.ReducedPart.encode(message.reducedPart, writer.uint32(/* id 19, wireType 2 =*/154).fork(), _depth + 1).ldelim();
            if (message.statePart != null && $Object.hasOwnProperty.call(message, "statePart"))
                $root.lockstep.StatePart.encode(message.statePart, writer.uint32(/* id 20, wireType 2 =*/162).fork(), _depth + 1).ldelim();
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
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.toIncarnation = value;
                        else
                            delete message.toIncarnation;
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
                        message.gradientRequest = $root.lockstep.GradientRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.gradientRequest);
                        message.body = "gradientRequest";
                        continue;
                    }
                case 16: {
                        if (wireType !== 2)
                            break;
                        message.heartbeat = $root.lockstep.LeaderHeartbeat.decode(reader, reader.size(), $undefined, _depth + 1, message.heartbeat);
                        message.body = "heartbeat";
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
                case 19: {
                        if (wireType !== 2)
                            break;
                        message.reducedPart = $root.lockstep.ReducedPart.decode(reader, reader.size(), $undefined, _depth + 1, message.reducedPart);
                        message.body = "reducedPart";
                        continue;
                    }
                case 20: {
                        if (wireType !== 2)
                            break;
                        message.statePart = $root.lockstep.StatePart.decode(reader, reader.size(), $undefined, _depth + 1, message.statePart);
                        message.body = "statePart";
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
         * @property {Array.<lockstep.DataFile.$Properties>|null} [files] RunInfo files
         * @property {string|null} [task] RunInfo task
         * @property {number|null} [seed] RunInfo seed
         * @property {number|null} [batchSize] RunInfo batchSize
         * @property {number|null} [shards] RunInfo shards
         * @property {number|null} [threads] RunInfo threads
         * @property {number|null} [trainSamples] RunInfo trainSamples
         * @property {number|null} [testSamples] RunInfo testSamples
         * @property {number|null} [parameterCount] RunInfo parameterCount
         * @property {number|null} [partSizeBytes] RunInfo partSizeBytes
         * @property {number|null} [heartbeatIntervalMs] RunInfo heartbeatIntervalMs
         * @property {number|null} [heartbeatTimeoutMs] RunInfo heartbeatTimeoutMs
         * @property {lockstep.RunSettings.$Properties|null} [settings] RunInfo settings
         * @property {lockstep.WireDtype|null} [wireDtype] RunInfo wireDtype
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
            this.files = [];
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
         * RunInfo files.
         * @member {Array.<lockstep.DataFile.$Properties>} files
         * @memberof lockstep.RunInfo
         * @instance
         */
        RunInfo.prototype.files = $util.emptyArray;

        /**
         * RunInfo task.
         * @member {string} task
         * @memberof lockstep.RunInfo
         * @instance
         */
        RunInfo.prototype.task = "";

        /**
         * RunInfo seed.
         * @member {number} seed
         * @memberof lockstep.RunInfo
         * @instance
         */
        RunInfo.prototype.seed = 0;

        /**
         * RunInfo batchSize.
         * @member {number} batchSize
         * @memberof lockstep.RunInfo
         * @instance
         */
        RunInfo.prototype.batchSize = 0;

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
         * RunInfo heartbeatIntervalMs.
         * @member {number} heartbeatIntervalMs
         * @memberof lockstep.RunInfo
         * @instance
         */
        RunInfo.prototype.heartbeatIntervalMs = 0;

        /**
         * RunInfo heartbeatTimeoutMs.
         * @member {number} heartbeatTimeoutMs
         * @memberof lockstep.RunInfo
         * @instance
         */
        RunInfo.prototype.heartbeatTimeoutMs = 0;

        /**
         * RunInfo settings.
         * @member {lockstep.RunSettings.$Properties|null|undefined} settings
         * @memberof lockstep.RunInfo
         * @instance
         */
        RunInfo.prototype.settings = null;

        /**
         * RunInfo wireDtype.
         * @member {lockstep.WireDtype} wireDtype
         * @memberof lockstep.RunInfo
         * @instance
         */
        RunInfo.prototype.wireDtype = 0;

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
            if (message.files != null && message.files.length)
                for (let i = 0; i < message.files.length; ++i)
                    $root.lockstep.DataFile.encode(message.files[i], writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
            if (message.task != null && $Object.hasOwnProperty.call(message, "task") && message.task !== "")
                writer.uint32(/* id 6, wireType 2 =*/50).string(message.task);
            if (message.seed != null && $Object.hasOwnProperty.call(message, "seed") && message.seed !== 0)
                writer.uint32(/* id 7, wireType 0 =*/56).uint32(message.seed);
            if (message.batchSize != null && $Object.hasOwnProperty.call(message, "batchSize") && message.batchSize !== 0)
                writer.uint32(/* id 8, wireType 0 =*/64).uint32(message.batchSize);
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
            if (message.heartbeatIntervalMs != null && $Object.hasOwnProperty.call(message, "heartbeatIntervalMs") && message.heartbeatIntervalMs !== 0)
                writer.uint32(/* id 15, wireType 0 =*/120).uint32(message.heartbeatIntervalMs);
            if (message.heartbeatTimeoutMs != null && $Object.hasOwnProperty.call(message, "heartbeatTimeoutMs") && message.heartbeatTimeoutMs !== 0)
                writer.uint32(/* id 16, wireType 0 =*/128).uint32(message.heartbeatTimeoutMs);
            if (message.settings != null && $Object.hasOwnProperty.call(message, "settings"))
                $root.lockstep.RunSettings.encode(message.settings, writer.uint32(/* id 17, wireType 2 =*/138).fork(), _depth + 1).ldelim();
            if (message.wireDtype != null && $Object.hasOwnProperty.call(message, "wireDtype") && message.wireDtype !== 0)
                writer.uint32(/* id 18, wireType 0 =*/144).int32(message.wireDtype);
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
                        if (!(message.files && message.files.length))
                            message.files = [];
                        message.files.push($root.lockstep.DataFile.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.task = value;
                        else
                            delete message.task;
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
                            message.batchSize = value;
                        else
                            delete message.batchSize;
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
                            message.heartbeatIntervalMs = value;
                        else
                            delete message.heartbeatIntervalMs;
                        continue;
                    }
                case 16: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.heartbeatTimeoutMs = value;
                        else
                            delete message.heartbeatTimeoutMs;
                        continue;
                    }
                case 17: {
                        if (wireType !== 2)
                            break;
                        message.settings = $root.lockstep.RunSettings.decode(reader, reader.size(), $undefined, _depth + 1, message.settings);
                        continue;
                    }
                case 18: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.wireDtype = value;
                        else
                            delete message.wireDtype;
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

    /**
     * WireDtype enum.
     * @name lockstep.WireDtype
     * @enum {number}
     * @property {number} WIRE_DTYPE_UNSPECIFIED=0 WIRE_DTYPE_UNSPECIFIED value
     * @property {number} F32=1 F32 value
     * @property {number} BF16=2 BF16 value
     */
    lockstep.WireDtype = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[0] = "WIRE_DTYPE_UNSPECIFIED"] = 0;
        values[valuesById[1] = "F32"] = 1;
        values[valuesById[2] = "BF16"] = 2;
        return values;
    })();

    lockstep.RunSettings = (function() {

        /**
         * Properties of a RunSettings.
         * @typedef {Object} lockstep.RunSettings.$Properties
         * @property {number|null} [epochs] RunSettings epochs
         * @property {number|null} [maxSteps] RunSettings maxSteps
         * @property {number|null} [learningRate] RunSettings learningRate
         * @property {number|null} [checkpointEvery] RunSettings checkpointEvery
         * @property {boolean|null} [mixedNumerics] RunSettings mixedNumerics
         * @property {number|null} [audit] RunSettings audit
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a RunSettings.
         * @memberof lockstep
         * @interface IRunSettings
         * @augments lockstep.RunSettings.$Properties
         * @deprecated Use lockstep.RunSettings.$Properties instead.
         */

        /**
         * Shape of a RunSettings.
         * @typedef {lockstep.RunSettings.$Properties} lockstep.RunSettings.$Shape
         */

        /**
         * Constructs a new RunSettings.
         * @memberof lockstep
         * @classdesc Represents a RunSettings.
         * @constructor
         * @param {lockstep.RunSettings.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const RunSettings = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * RunSettings epochs.
         * @member {number} epochs
         * @memberof lockstep.RunSettings
         * @instance
         */
        RunSettings.prototype.epochs = 0;

        /**
         * RunSettings maxSteps.
         * @member {number} maxSteps
         * @memberof lockstep.RunSettings
         * @instance
         */
        RunSettings.prototype.maxSteps = 0;

        /**
         * RunSettings learningRate.
         * @member {number} learningRate
         * @memberof lockstep.RunSettings
         * @instance
         */
        RunSettings.prototype.learningRate = 0;

        /**
         * RunSettings checkpointEvery.
         * @member {number} checkpointEvery
         * @memberof lockstep.RunSettings
         * @instance
         */
        RunSettings.prototype.checkpointEvery = 0;

        /**
         * RunSettings mixedNumerics.
         * @member {boolean} mixedNumerics
         * @memberof lockstep.RunSettings
         * @instance
         */
        RunSettings.prototype.mixedNumerics = false;

        /**
         * RunSettings audit.
         * @member {number} audit
         * @memberof lockstep.RunSettings
         * @instance
         */
        RunSettings.prototype.audit = 0;

        /**
         * Encodes the specified RunSettings message. Does not implicitly {@link lockstep.RunSettings.verify|verify} messages.
         * @function encode
         * @memberof lockstep.RunSettings
         * @static
         * @param {lockstep.RunSettings.$Properties} message RunSettings message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        RunSettings.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.epochs != null && $Object.hasOwnProperty.call(message, "epochs") && message.epochs !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.epochs);
            if (message.maxSteps != null && $Object.hasOwnProperty.call(message, "maxSteps") && message.maxSteps !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.maxSteps);
            if (message.learningRate != null && $Object.hasOwnProperty.call(message, "learningRate") && !$Object.is(message.learningRate, 0))
                writer.uint32(/* id 3, wireType 1 =*/25).double(message.learningRate);
            if (message.checkpointEvery != null && $Object.hasOwnProperty.call(message, "checkpointEvery") && message.checkpointEvery !== 0)
                writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.checkpointEvery);
            if (message.mixedNumerics != null && $Object.hasOwnProperty.call(message, "mixedNumerics") && message.mixedNumerics !== false)
                writer.uint32(/* id 5, wireType 0 =*/40).bool(message.mixedNumerics);
            if (message.audit != null && $Object.hasOwnProperty.call(message, "audit") && !$Object.is(message.audit, 0))
                writer.uint32(/* id 6, wireType 1 =*/49).double(message.audit);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a RunSettings message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.RunSettings
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.RunSettings & lockstep.RunSettings.$Shape} RunSettings
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        RunSettings.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.lockstep.RunSettings();
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
                            message.epochs = value;
                        else
                            delete message.epochs;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.maxSteps = value;
                        else
                            delete message.maxSteps;
                        continue;
                    }
                case 3: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.learningRate = value;
                        else
                            delete message.learningRate;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.checkpointEvery = value;
                        else
                            delete message.checkpointEvery;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.mixedNumerics = value;
                        else
                            delete message.mixedNumerics;
                        continue;
                    }
                case 6: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.audit = value;
                        else
                            delete message.audit;
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

        return RunSettings;
    })();

    lockstep.DataFile = (function() {

        /**
         * Properties of a DataFile.
         * @typedef {Object} lockstep.DataFile.$Properties
         * @property {string|null} [sha256] DataFile sha256
         * @property {number|null} [bytes] DataFile bytes
         * @property {string|null} [name] DataFile name
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a DataFile.
         * @memberof lockstep
         * @interface IDataFile
         * @augments lockstep.DataFile.$Properties
         * @deprecated Use lockstep.DataFile.$Properties instead.
         */

        /**
         * Shape of a DataFile.
         * @typedef {lockstep.DataFile.$Properties} lockstep.DataFile.$Shape
         */

        /**
         * Constructs a new DataFile.
         * @memberof lockstep
         * @classdesc Represents a DataFile.
         * @constructor
         * @param {lockstep.DataFile.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const DataFile = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * DataFile sha256.
         * @member {string} sha256
         * @memberof lockstep.DataFile
         * @instance
         */
        DataFile.prototype.sha256 = "";

        /**
         * DataFile bytes.
         * @member {number} bytes
         * @memberof lockstep.DataFile
         * @instance
         */
        DataFile.prototype.bytes = 0;

        /**
         * DataFile name.
         * @member {string} name
         * @memberof lockstep.DataFile
         * @instance
         */
        DataFile.prototype.name = "";

        /**
         * Encodes the specified DataFile message. Does not implicitly {@link lockstep.DataFile.verify|verify} messages.
         * @function encode
         * @memberof lockstep.DataFile
         * @static
         * @param {lockstep.DataFile.$Properties} message DataFile message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        DataFile.encode = function (message, writer, _depth) {
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
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                writer.uint32(/* id 3, wireType 2 =*/26).string(message.name);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a DataFile message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.DataFile
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.DataFile & lockstep.DataFile.$Shape} DataFile
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        DataFile.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.lockstep.DataFile();
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
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.name = value;
                        else
                            delete message.name;
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

        return DataFile;
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
         * @property {string|null} [reason] Refusal reason
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
         * Refusal reason.
         * @member {string} reason
         * @memberof lockstep.Refusal
         * @instance
         */
        Refusal.prototype.reason = "";

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
            if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message.reason);
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
     * @property {number} STALE=11 STALE value
     * @property {number} AUDIT=12 AUDIT value
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
        values[valuesById[11] = "STALE"] = 11;
        values[valuesById[12] = "AUDIT"] = 12;
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
         * @property {number|null} [leaseId] Lease leaseId
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
         * Lease leaseId.
         * @member {number} leaseId
         * @memberof lockstep.Lease
         * @instance
         */
        Lease.prototype.leaseId = 0;

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
            if (message.leaseId != null && $Object.hasOwnProperty.call(message, "leaseId") && message.leaseId !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.leaseId);
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
                            message.leaseId = value;
                        else
                            delete message.leaseId;
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

    lockstep.GradientRequest = (function() {

        /**
         * Properties of a GradientRequest.
         * @typedef {Object} lockstep.GradientRequest.$Properties
         * @property {number|null} [leaseId] GradientRequest leaseId
         * @property {number|null} [level] GradientRequest level
         * @property {number|null} [index] GradientRequest index
         * @property {number|null} [firstPart] GradientRequest firstPart
         * @property {number|null} [partCount] GradientRequest partCount
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a GradientRequest.
         * @memberof lockstep
         * @interface IGradientRequest
         * @augments lockstep.GradientRequest.$Properties
         * @deprecated Use lockstep.GradientRequest.$Properties instead.
         */

        /**
         * Shape of a GradientRequest.
         * @typedef {lockstep.GradientRequest.$Properties} lockstep.GradientRequest.$Shape
         */

        /**
         * Constructs a new GradientRequest.
         * @memberof lockstep
         * @classdesc Represents a GradientRequest.
         * @constructor
         * @param {lockstep.GradientRequest.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const GradientRequest = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * GradientRequest leaseId.
         * @member {number} leaseId
         * @memberof lockstep.GradientRequest
         * @instance
         */
        GradientRequest.prototype.leaseId = 0;

        /**
         * GradientRequest level.
         * @member {number} level
         * @memberof lockstep.GradientRequest
         * @instance
         */
        GradientRequest.prototype.level = 0;

        /**
         * GradientRequest index.
         * @member {number} index
         * @memberof lockstep.GradientRequest
         * @instance
         */
        GradientRequest.prototype.index = 0;

        /**
         * GradientRequest firstPart.
         * @member {number} firstPart
         * @memberof lockstep.GradientRequest
         * @instance
         */
        GradientRequest.prototype.firstPart = 0;

        /**
         * GradientRequest partCount.
         * @member {number} partCount
         * @memberof lockstep.GradientRequest
         * @instance
         */
        GradientRequest.prototype.partCount = 0;

        /**
         * Encodes the specified GradientRequest message. Does not implicitly {@link lockstep.GradientRequest.verify|verify} messages.
         * @function encode
         * @memberof lockstep.GradientRequest
         * @static
         * @param {lockstep.GradientRequest.$Properties} message GradientRequest message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        GradientRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.leaseId != null && $Object.hasOwnProperty.call(message, "leaseId") && message.leaseId !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.leaseId);
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
         * Decodes a GradientRequest message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.GradientRequest
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.GradientRequest & lockstep.GradientRequest.$Shape} GradientRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        GradientRequest.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.lockstep.GradientRequest();
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
                            message.leaseId = value;
                        else
                            delete message.leaseId;
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

        return GradientRequest;
    })();

    lockstep.LeaderHeartbeat = (function() {

        /**
         * Properties of a LeaderHeartbeat.
         * @typedef {Object} lockstep.LeaderHeartbeat.$Properties
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a LeaderHeartbeat.
         * @memberof lockstep
         * @interface ILeaderHeartbeat
         * @augments lockstep.LeaderHeartbeat.$Properties
         * @deprecated Use lockstep.LeaderHeartbeat.$Properties instead.
         */

        /**
         * Shape of a LeaderHeartbeat.
         * @typedef {lockstep.LeaderHeartbeat.$Properties} lockstep.LeaderHeartbeat.$Shape
         */

        /**
         * Constructs a new LeaderHeartbeat.
         * @memberof lockstep
         * @classdesc Represents a LeaderHeartbeat.
         * @constructor
         * @param {lockstep.LeaderHeartbeat.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const LeaderHeartbeat = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Encodes the specified LeaderHeartbeat message. Does not implicitly {@link lockstep.LeaderHeartbeat.verify|verify} messages.
         * @function encode
         * @memberof lockstep.LeaderHeartbeat
         * @static
         * @param {lockstep.LeaderHeartbeat.$Properties} message LeaderHeartbeat message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        LeaderHeartbeat.encode = function (message, writer, _depth) {
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
         * Decodes a LeaderHeartbeat message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.LeaderHeartbeat
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.LeaderHeartbeat & lockstep.LeaderHeartbeat.$Shape} LeaderHeartbeat
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        LeaderHeartbeat.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.lockstep.LeaderHeartbeat();
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

        return LeaderHeartbeat;
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

    lockstep.ReducedPart = (function() {

        /**
         * Properties of a ReducedPart.
         * @typedef {Object} lockstep.ReducedPart.$Properties
         * @property {number|null} [samples] ReducedPart samples
         * @property {number|null} [lossSum] ReducedPart lossSum
         * @property {number|null} [part] ReducedPart part
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a ReducedPart.
         * @memberof lockstep
         * @interface IReducedPart
         * @augments lockstep.ReducedPart.$Properties
         * @deprecated Use lockstep.ReducedPart.$Properties instead.
         */

        /**
         * Shape of a ReducedPart.
         * @typedef {lockstep.ReducedPart.$Properties} lockstep.ReducedPart.$Shape
         */

        /**
         * Constructs a new ReducedPart.
         * @memberof lockstep
         * @classdesc Represents a ReducedPart.
         * @constructor
         * @param {lockstep.ReducedPart.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const ReducedPart = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * ReducedPart samples.
         * @member {number} samples
         * @memberof lockstep.ReducedPart
         * @instance
         */
        ReducedPart.prototype.samples = 0;

        /**
         * ReducedPart lossSum.
         * @member {number} lossSum
         * @memberof lockstep.ReducedPart
         * @instance
         */
        ReducedPart.prototype.lossSum = 0;

        /**
         * ReducedPart part.
         * @member {number} part
         * @memberof lockstep.ReducedPart
         * @instance
         */
        ReducedPart.prototype.part = 0;

        /**
         * Encodes the specified ReducedPart message. Does not implicitly {@link lockstep.ReducedPart.verify|verify} messages.
         * @function encode
         * @memberof lockstep.ReducedPart
         * @static
         * @param {lockstep.ReducedPart.$Properties} message ReducedPart message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        ReducedPart.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.samples != null && $Object.hasOwnProperty.call(message, "samples") && message.samples !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.samples);
            if (message.lossSum != null && $Object.hasOwnProperty.call(message, "lossSum") && !$Object.is(message.lossSum, 0))
                writer.uint32(/* id 2, wireType 5 =*/21).float(message.lossSum);
            if (message.part != null && $Object.hasOwnProperty.call(message, "part") && message.part !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.part);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a ReducedPart message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.ReducedPart
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.ReducedPart & lockstep.ReducedPart.$Shape} ReducedPart
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        ReducedPart.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.lockstep.ReducedPart();
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
                            message.samples = value;
                        else
                            delete message.samples;
                        continue;
                    }
                case 2: {
                        if (wireType !== 5)
                            break;
                        if (!$Object.is(value = reader.float(), 0))
                            message.lossSum = value;
                        else
                            delete message.lossSum;
                        continue;
                    }
                case 3: {
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

        return ReducedPart;
    })();

    lockstep.StatePart = (function() {

        /**
         * Properties of a StatePart.
         * @typedef {Object} lockstep.StatePart.$Properties
         * @property {number|null} [snapshotVersion] StatePart snapshotVersion
         * @property {number|null} [beta1Power] StatePart beta1Power
         * @property {number|null} [beta2Power] StatePart beta2Power
         * @property {string|null} [fingerprint] StatePart fingerprint
         * @property {number|null} [part] StatePart part
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a StatePart.
         * @memberof lockstep
         * @interface IStatePart
         * @augments lockstep.StatePart.$Properties
         * @deprecated Use lockstep.StatePart.$Properties instead.
         */

        /**
         * Shape of a StatePart.
         * @typedef {lockstep.StatePart.$Properties} lockstep.StatePart.$Shape
         */

        /**
         * Constructs a new StatePart.
         * @memberof lockstep
         * @classdesc Represents a StatePart.
         * @constructor
         * @param {lockstep.StatePart.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const StatePart = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * StatePart snapshotVersion.
         * @member {number} snapshotVersion
         * @memberof lockstep.StatePart
         * @instance
         */
        StatePart.prototype.snapshotVersion = 0;

        /**
         * StatePart beta1Power.
         * @member {number} beta1Power
         * @memberof lockstep.StatePart
         * @instance
         */
        StatePart.prototype.beta1Power = 0;

        /**
         * StatePart beta2Power.
         * @member {number} beta2Power
         * @memberof lockstep.StatePart
         * @instance
         */
        StatePart.prototype.beta2Power = 0;

        /**
         * StatePart fingerprint.
         * @member {string} fingerprint
         * @memberof lockstep.StatePart
         * @instance
         */
        StatePart.prototype.fingerprint = "";

        /**
         * StatePart part.
         * @member {number} part
         * @memberof lockstep.StatePart
         * @instance
         */
        StatePart.prototype.part = 0;

        /**
         * Encodes the specified StatePart message. Does not implicitly {@link lockstep.StatePart.verify|verify} messages.
         * @function encode
         * @memberof lockstep.StatePart
         * @static
         * @param {lockstep.StatePart.$Properties} message StatePart message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        StatePart.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.snapshotVersion != null && $Object.hasOwnProperty.call(message, "snapshotVersion") && message.snapshotVersion !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.snapshotVersion);
            if (message.beta1Power != null && $Object.hasOwnProperty.call(message, "beta1Power") && !$Object.is(message.beta1Power, 0))
                writer.uint32(/* id 2, wireType 1 =*/17).double(message.beta1Power);
            if (message.beta2Power != null && $Object.hasOwnProperty.call(message, "beta2Power") && !$Object.is(message.beta2Power, 0))
                writer.uint32(/* id 3, wireType 1 =*/25).double(message.beta2Power);
            if (message.fingerprint != null && $Object.hasOwnProperty.call(message, "fingerprint") && message.fingerprint !== "")
                writer.uint32(/* id 4, wireType 2 =*/34).string(message.fingerprint);
            if (message.part != null && $Object.hasOwnProperty.call(message, "part") && message.part !== 0)
                writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.part);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a StatePart message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.StatePart
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.StatePart & lockstep.StatePart.$Shape} StatePart
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        StatePart.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.lockstep.StatePart();
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
                            message.snapshotVersion = value;
                        else
                            delete message.snapshotVersion;
                        continue;
                    }
                case 2: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.beta1Power = value;
                        else
                            delete message.beta1Power;
                        continue;
                    }
                case 3: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.beta2Power = value;
                        else
                            delete message.beta2Power;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.fingerprint = value;
                        else
                            delete message.fingerprint;
                        continue;
                    }
                case 5: {
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

        return StatePart;
    })();

    lockstep.StandbyMessage = (function() {

        /**
         * Properties of a StandbyMessage.
         * @typedef {Object} lockstep.StandbyMessage.$Properties
         * @property {number|null} [incarnation] StandbyMessage incarnation
         * @property {number|null} [leaderEpoch] StandbyMessage leaderEpoch
         * @property {lockstep.StandbyHeartbeat.$Properties|null} [heartbeat] StandbyMessage heartbeat
         * @property {lockstep.StateRequest.$Properties|null} [stateRequest] StandbyMessage stateRequest
         * @property {lockstep.ReducedRequest.$Properties|null} [reducedRequest] StandbyMessage reducedRequest
         * @property {"heartbeat"|"stateRequest"|"reducedRequest"} [body] StandbyMessage body
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a StandbyMessage.
         * @memberof lockstep
         * @interface IStandbyMessage
         * @augments lockstep.StandbyMessage.$Properties
         * @deprecated Use lockstep.StandbyMessage.$Properties instead.
         */

        /**
         * Narrowed shape of a StandbyMessage.
         * @typedef {{
         *   incarnation?: number|null;
         *   leaderEpoch?: number|null;
         *   heartbeat?: lockstep.StandbyHeartbeat.$Shape|null;
         *   stateRequest?: lockstep.StateRequest.$Shape|null;
         *   reducedRequest?: lockstep.ReducedRequest.$Shape|null;
         *   $unknowns?: Array.<Uint8Array>;
         * } & (
         *   ({ body?: undefined; heartbeat?: null; stateRequest?: null; reducedRequest?: null }|{ body?: "heartbeat"; heartbeat: lockstep.StandbyHeartbeat.$Shape; stateRequest?: null; reducedRequest?: null }|{ body?: "stateRequest"; heartbeat?: null; stateRequest: lockstep.StateRequest.$Shape; reducedRequest?: null }|{ body?: "reducedRequest"; heartbeat?: null; stateRequest?: null; reducedRequest: lockstep.ReducedRequest.$Shape })
         * )} lockstep.StandbyMessage.$Shape
         */

        /**
         * Constructs a new StandbyMessage.
         * @memberof lockstep
         * @classdesc Represents a StandbyMessage.
         * @constructor
         * @param {lockstep.StandbyMessage.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const StandbyMessage = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * StandbyMessage incarnation.
         * @member {number} incarnation
         * @memberof lockstep.StandbyMessage
         * @instance
         */
        StandbyMessage.prototype.incarnation = 0;

        /**
         * StandbyMessage leaderEpoch.
         * @member {number} leaderEpoch
         * @memberof lockstep.StandbyMessage
         * @instance
         */
        StandbyMessage.prototype.leaderEpoch = 0;

        /**
         * StandbyMessage heartbeat.
         * @member {lockstep.StandbyHeartbeat.$Properties|null|undefined} heartbeat
         * @memberof lockstep.StandbyMessage
         * @instance
         */
        StandbyMessage.prototype.heartbeat = null;

        /**
         * StandbyMessage stateRequest.
         * @member {lockstep.StateRequest.$Properties|null|undefined} stateRequest
         * @memberof lockstep.StandbyMessage
         * @instance
         */
        StandbyMessage.prototype.stateRequest = null;

        /**
         * StandbyMessage reducedRequest.
         * @member {lockstep.ReducedRequest.$Properties|null|undefined} reducedRequest
         * @memberof lockstep.StandbyMessage
         * @instance
         */
        StandbyMessage.prototype.reducedRequest = null;

        // OneOf field names bound to virtual getters and setters
        let $oneOfFields;

        /**
         * StandbyMessage body.
         * @member {"heartbeat"|"stateRequest"|"reducedRequest"|undefined} body
         * @memberof lockstep.StandbyMessage
         * @instance
         */
        $Object.defineProperty(StandbyMessage.prototype, "body", {
            get: $util.oneOfGetter($oneOfFields = ["heartbeat", "stateRequest", "reducedRequest"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        /**
         * Encodes the specified StandbyMessage message. Does not implicitly {@link lockstep.StandbyMessage.verify|verify} messages.
         * @function encode
         * @memberof lockstep.StandbyMessage
         * @static
         * @param {lockstep.StandbyMessage.$Properties} message StandbyMessage message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        StandbyMessage.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.incarnation != null && $Object.hasOwnProperty.call(message, "incarnation") && message.incarnation !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.incarnation);
            if (message.leaderEpoch != null && $Object.hasOwnProperty.call(message, "leaderEpoch") && message.leaderEpoch !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.leaderEpoch);
            if (message.heartbeat != null && $Object.hasOwnProperty.call(message, "heartbeat"))
                $root.lockstep.StandbyHeartbeat.encode(message.heartbeat, writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
            if (message.stateRequest != null && $Object.hasOwnProperty.call(message, "stateRequest"))
                $root.lockstep.StateRequest.encode(message.stateRequest, writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
            if (message.reducedRequest != null && $Object.hasOwnProperty.call(message, "reducedRequest"))
                $root.lockstep.ReducedRequest.encode(message.reducedRequest, writer.uint32(/* id 12, wireType 2 =*/98).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a StandbyMessage message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.StandbyMessage
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.StandbyMessage & lockstep.StandbyMessage.$Shape} StandbyMessage
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        StandbyMessage.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.lockstep.StandbyMessage();
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
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.leaderEpoch = value;
                        else
                            delete message.leaderEpoch;
                        continue;
                    }
                case 10: {
                        if (wireType !== 2)
                            break;
                        message.heartbeat = $root.lockstep.StandbyHeartbeat.decode(reader, reader.size(), $undefined, _depth + 1, message.heartbeat);
                        message.body = "heartbeat";
                        continue;
                    }
                case 11: {
                        if (wireType !== 2)
                            break;
                        message.stateRequest = $root.lockstep.StateRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.stateRequest);
                        message.body = "stateRequest";
                        continue;
                    }
                case 12: {
                        if (wireType !== 2)
                            break;
                        message.reducedRequest = $root.lockstep.ReducedRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.reducedRequest);
                        message.body = "reducedRequest";
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

        return StandbyMessage;
    })();

    lockstep.StandbyHeartbeat = (function() {

        /**
         * Properties of a StandbyHeartbeat.
         * @typedef {Object} lockstep.StandbyHeartbeat.$Properties
         * @property {number|null} [version] StandbyHeartbeat version
         * @property {boolean|null} [synced] StandbyHeartbeat synced
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a StandbyHeartbeat.
         * @memberof lockstep
         * @interface IStandbyHeartbeat
         * @augments lockstep.StandbyHeartbeat.$Properties
         * @deprecated Use lockstep.StandbyHeartbeat.$Properties instead.
         */

        /**
         * Shape of a StandbyHeartbeat.
         * @typedef {lockstep.StandbyHeartbeat.$Properties} lockstep.StandbyHeartbeat.$Shape
         */

        /**
         * Constructs a new StandbyHeartbeat.
         * @memberof lockstep
         * @classdesc Represents a StandbyHeartbeat.
         * @constructor
         * @param {lockstep.StandbyHeartbeat.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const StandbyHeartbeat = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * StandbyHeartbeat version.
         * @member {number} version
         * @memberof lockstep.StandbyHeartbeat
         * @instance
         */
        StandbyHeartbeat.prototype.version = 0;

        /**
         * StandbyHeartbeat synced.
         * @member {boolean} synced
         * @memberof lockstep.StandbyHeartbeat
         * @instance
         */
        StandbyHeartbeat.prototype.synced = false;

        /**
         * Encodes the specified StandbyHeartbeat message. Does not implicitly {@link lockstep.StandbyHeartbeat.verify|verify} messages.
         * @function encode
         * @memberof lockstep.StandbyHeartbeat
         * @static
         * @param {lockstep.StandbyHeartbeat.$Properties} message StandbyHeartbeat message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        StandbyHeartbeat.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.version);
            if (message.synced != null && $Object.hasOwnProperty.call(message, "synced") && message.synced !== false)
                writer.uint32(/* id 2, wireType 0 =*/16).bool(message.synced);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a StandbyHeartbeat message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.StandbyHeartbeat
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.StandbyHeartbeat & lockstep.StandbyHeartbeat.$Shape} StandbyHeartbeat
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        StandbyHeartbeat.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.lockstep.StandbyHeartbeat();
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
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.synced = value;
                        else
                            delete message.synced;
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

        return StandbyHeartbeat;
    })();

    lockstep.StateRequest = (function() {

        /**
         * Properties of a StateRequest.
         * @typedef {Object} lockstep.StateRequest.$Properties
         * @property {number|null} [snapshotVersion] StateRequest snapshotVersion
         * @property {boolean|null} [begun] StateRequest begun
         * @property {number|null} [firstPart] StateRequest firstPart
         * @property {number|null} [partCount] StateRequest partCount
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a StateRequest.
         * @memberof lockstep
         * @interface IStateRequest
         * @augments lockstep.StateRequest.$Properties
         * @deprecated Use lockstep.StateRequest.$Properties instead.
         */

        /**
         * Shape of a StateRequest.
         * @typedef {lockstep.StateRequest.$Properties} lockstep.StateRequest.$Shape
         */

        /**
         * Constructs a new StateRequest.
         * @memberof lockstep
         * @classdesc Represents a StateRequest.
         * @constructor
         * @param {lockstep.StateRequest.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const StateRequest = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * StateRequest snapshotVersion.
         * @member {number} snapshotVersion
         * @memberof lockstep.StateRequest
         * @instance
         */
        StateRequest.prototype.snapshotVersion = 0;

        /**
         * StateRequest begun.
         * @member {boolean} begun
         * @memberof lockstep.StateRequest
         * @instance
         */
        StateRequest.prototype.begun = false;

        /**
         * StateRequest firstPart.
         * @member {number} firstPart
         * @memberof lockstep.StateRequest
         * @instance
         */
        StateRequest.prototype.firstPart = 0;

        /**
         * StateRequest partCount.
         * @member {number} partCount
         * @memberof lockstep.StateRequest
         * @instance
         */
        StateRequest.prototype.partCount = 0;

        /**
         * Encodes the specified StateRequest message. Does not implicitly {@link lockstep.StateRequest.verify|verify} messages.
         * @function encode
         * @memberof lockstep.StateRequest
         * @static
         * @param {lockstep.StateRequest.$Properties} message StateRequest message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        StateRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.snapshotVersion != null && $Object.hasOwnProperty.call(message, "snapshotVersion") && message.snapshotVersion !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.snapshotVersion);
            if (message.begun != null && $Object.hasOwnProperty.call(message, "begun") && message.begun !== false)
                writer.uint32(/* id 2, wireType 0 =*/16).bool(message.begun);
            if (message.firstPart != null && $Object.hasOwnProperty.call(message, "firstPart") && message.firstPart !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.firstPart);
            if (message.partCount != null && $Object.hasOwnProperty.call(message, "partCount") && message.partCount !== 0)
                writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.partCount);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a StateRequest message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.StateRequest
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.StateRequest & lockstep.StateRequest.$Shape} StateRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        StateRequest.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.lockstep.StateRequest();
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
                            message.snapshotVersion = value;
                        else
                            delete message.snapshotVersion;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.begun = value;
                        else
                            delete message.begun;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.firstPart = value;
                        else
                            delete message.firstPart;
                        continue;
                    }
                case 4: {
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

        return StateRequest;
    })();

    lockstep.ReducedRequest = (function() {

        /**
         * Properties of a ReducedRequest.
         * @typedef {Object} lockstep.ReducedRequest.$Properties
         * @property {number|null} [version] ReducedRequest version
         * @property {Array.<number>|null} [parts] ReducedRequest parts
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a ReducedRequest.
         * @memberof lockstep
         * @interface IReducedRequest
         * @augments lockstep.ReducedRequest.$Properties
         * @deprecated Use lockstep.ReducedRequest.$Properties instead.
         */

        /**
         * Shape of a ReducedRequest.
         * @typedef {lockstep.ReducedRequest.$Properties} lockstep.ReducedRequest.$Shape
         */

        /**
         * Constructs a new ReducedRequest.
         * @memberof lockstep
         * @classdesc Represents a ReducedRequest.
         * @constructor
         * @param {lockstep.ReducedRequest.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const ReducedRequest = function (properties) {
            this.parts = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * ReducedRequest version.
         * @member {number} version
         * @memberof lockstep.ReducedRequest
         * @instance
         */
        ReducedRequest.prototype.version = 0;

        /**
         * ReducedRequest parts.
         * @member {Array.<number>} parts
         * @memberof lockstep.ReducedRequest
         * @instance
         */
        ReducedRequest.prototype.parts = $util.emptyArray;

        /**
         * Encodes the specified ReducedRequest message. Does not implicitly {@link lockstep.ReducedRequest.verify|verify} messages.
         * @function encode
         * @memberof lockstep.ReducedRequest
         * @static
         * @param {lockstep.ReducedRequest.$Properties} message ReducedRequest message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        ReducedRequest.encode = function (message, writer, _depth) {
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
         * Decodes a ReducedRequest message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.ReducedRequest
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.ReducedRequest & lockstep.ReducedRequest.$Shape} ReducedRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        ReducedRequest.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.lockstep.ReducedRequest();
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

        return ReducedRequest;
    })();

    lockstep.StatusRequest = (function() {

        /**
         * Properties of a StatusRequest.
         * @typedef {Object} lockstep.StatusRequest.$Properties
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a StatusRequest.
         * @memberof lockstep
         * @interface IStatusRequest
         * @augments lockstep.StatusRequest.$Properties
         * @deprecated Use lockstep.StatusRequest.$Properties instead.
         */

        /**
         * Shape of a StatusRequest.
         * @typedef {lockstep.StatusRequest.$Properties} lockstep.StatusRequest.$Shape
         */

        /**
         * Constructs a new StatusRequest.
         * @memberof lockstep
         * @classdesc Represents a StatusRequest.
         * @constructor
         * @param {lockstep.StatusRequest.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const StatusRequest = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Encodes the specified StatusRequest message. Does not implicitly {@link lockstep.StatusRequest.verify|verify} messages.
         * @function encode
         * @memberof lockstep.StatusRequest
         * @static
         * @param {lockstep.StatusRequest.$Properties} message StatusRequest message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        StatusRequest.encode = function (message, writer, _depth) {
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
         * Decodes a StatusRequest message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.StatusRequest
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.StatusRequest & lockstep.StatusRequest.$Shape} StatusRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        StatusRequest.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.lockstep.StatusRequest();
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

        return StatusRequest;
    })();

    lockstep.StatusReply = (function() {

        /**
         * Properties of a StatusReply.
         * @typedef {Object} lockstep.StatusReply.$Properties
         * @property {string|null} [run] StatusReply run
         * @property {number|null} [leaderEpoch] StatusReply leaderEpoch
         * @property {number|null} [version] StatusReply version
         * @property {number|null} [totalSteps] StatusReply totalSteps
         * @property {lockstep.Phase|null} [phase] StatusReply phase
         * @property {number|null} [openMs] StatusReply openMs
         * @property {number|null} [medianStepMs] StatusReply medianStepMs
         * @property {boolean|null} [paused] StatusReply paused
         * @property {string|null} [waitingFor] StatusReply waitingFor
         * @property {Array.<lockstep.WorkerStatus.$Properties>|null} [workers] StatusReply workers
         * @property {Array.<lockstep.StandbyStatus.$Properties>|null} [standbys] StatusReply standbys
         * @property {Array.<lockstep.RefusedWorker.$Properties>|null} [refused] StatusReply refused
         * @property {number|null} [audited] StatusReply audited
         * @property {number|null} [auditsSkipped] StatusReply auditsSkipped
         * @property {number|null} [stepsPerEpoch] StatusReply stepsPerEpoch
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a StatusReply.
         * @memberof lockstep
         * @interface IStatusReply
         * @augments lockstep.StatusReply.$Properties
         * @deprecated Use lockstep.StatusReply.$Properties instead.
         */

        /**
         * Shape of a StatusReply.
         * @typedef {lockstep.StatusReply.$Properties} lockstep.StatusReply.$Shape
         */

        /**
         * Constructs a new StatusReply.
         * @memberof lockstep
         * @classdesc Represents a StatusReply.
         * @constructor
         * @param {lockstep.StatusReply.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const StatusReply = function (properties) {
            this.workers = [];
            this.standbys = [];
            this.refused = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * StatusReply run.
         * @member {string} run
         * @memberof lockstep.StatusReply
         * @instance
         */
        StatusReply.prototype.run = "";

        /**
         * StatusReply leaderEpoch.
         * @member {number} leaderEpoch
         * @memberof lockstep.StatusReply
         * @instance
         */
        StatusReply.prototype.leaderEpoch = 0;

        /**
         * StatusReply version.
         * @member {number} version
         * @memberof lockstep.StatusReply
         * @instance
         */
        StatusReply.prototype.version = 0;

        /**
         * StatusReply totalSteps.
         * @member {number} totalSteps
         * @memberof lockstep.StatusReply
         * @instance
         */
        StatusReply.prototype.totalSteps = 0;

        /**
         * StatusReply phase.
         * @member {lockstep.Phase} phase
         * @memberof lockstep.StatusReply
         * @instance
         */
        StatusReply.prototype.phase = 0;

        /**
         * StatusReply openMs.
         * @member {number} openMs
         * @memberof lockstep.StatusReply
         * @instance
         */
        StatusReply.prototype.openMs = 0;

        /**
         * StatusReply medianStepMs.
         * @member {number} medianStepMs
         * @memberof lockstep.StatusReply
         * @instance
         */
        StatusReply.prototype.medianStepMs = 0;

        /**
         * StatusReply paused.
         * @member {boolean} paused
         * @memberof lockstep.StatusReply
         * @instance
         */
        StatusReply.prototype.paused = false;

        /**
         * StatusReply waitingFor.
         * @member {string} waitingFor
         * @memberof lockstep.StatusReply
         * @instance
         */
        StatusReply.prototype.waitingFor = "";

        /**
         * StatusReply workers.
         * @member {Array.<lockstep.WorkerStatus.$Properties>} workers
         * @memberof lockstep.StatusReply
         * @instance
         */
        StatusReply.prototype.workers = $util.emptyArray;

        /**
         * StatusReply standbys.
         * @member {Array.<lockstep.StandbyStatus.$Properties>} standbys
         * @memberof lockstep.StatusReply
         * @instance
         */
        StatusReply.prototype.standbys = $util.emptyArray;

        /**
         * StatusReply refused.
         * @member {Array.<lockstep.RefusedWorker.$Properties>} refused
         * @memberof lockstep.StatusReply
         * @instance
         */
        StatusReply.prototype.refused = $util.emptyArray;

        /**
         * StatusReply audited.
         * @member {number} audited
         * @memberof lockstep.StatusReply
         * @instance
         */
        StatusReply.prototype.audited = 0;

        /**
         * StatusReply auditsSkipped.
         * @member {number} auditsSkipped
         * @memberof lockstep.StatusReply
         * @instance
         */
        StatusReply.prototype.auditsSkipped = 0;

        /**
         * StatusReply stepsPerEpoch.
         * @member {number} stepsPerEpoch
         * @memberof lockstep.StatusReply
         * @instance
         */
        StatusReply.prototype.stepsPerEpoch = 0;

        /**
         * Encodes the specified StatusReply message. Does not implicitly {@link lockstep.StatusReply.verify|verify} messages.
         * @function encode
         * @memberof lockstep.StatusReply
         * @static
         * @param {lockstep.StatusReply.$Properties} message StatusReply message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        StatusReply.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.run != null && $Object.hasOwnProperty.call(message, "run") && message.run !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.run);
            if (message.leaderEpoch != null && $Object.hasOwnProperty.call(message, "leaderEpoch") && message.leaderEpoch !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.leaderEpoch);
            if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.version);
            if (message.totalSteps != null && $Object.hasOwnProperty.call(message, "totalSteps") && message.totalSteps !== 0)
                writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.totalSteps);
            if (message.phase != null && $Object.hasOwnProperty.call(message, "phase") && message.phase !== 0)
                writer.uint32(/* id 5, wireType 0 =*/40).int32(message.phase);
            if (message.openMs != null && $Object.hasOwnProperty.call(message, "openMs") && !$Object.is(message.openMs, 0))
                writer.uint32(/* id 6, wireType 5 =*/53).float(message.openMs);
            if (message.medianStepMs != null && $Object.hasOwnProperty.call(message, "medianStepMs") && !$Object.is(message.medianStepMs, 0))
                writer.uint32(/* id 7, wireType 5 =*/61).float(message.medianStepMs);
            if (message.paused != null && $Object.hasOwnProperty.call(message, "paused") && message.paused !== false)
                writer.uint32(/* id 8, wireType 0 =*/64).bool(message.paused);
            if (message.waitingFor != null && $Object.hasOwnProperty.call(message, "waitingFor") && message.waitingFor !== "")
                writer.uint32(/* id 9, wireType 2 =*/74).string(message.waitingFor);
            if (message.workers != null && message.workers.length)
                for (let i = 0; i < message.workers.length; ++i)
                    $root.lockstep.WorkerStatus.encode(message.workers[i], writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
            if (message.standbys != null && message.standbys.length)
                for (let i = 0; i < message.standbys.length; ++i)
                    $root.lockstep.StandbyStatus.encode(message.standbys[i], writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
            if (message.refused != null && message.refused.length)
                for (let i = 0; i < message.refused.length; ++i)
                    $root.lockstep.RefusedWorker.encode(message.refused[i], writer.uint32(/* id 12, wireType 2 =*/98).fork(), _depth + 1).ldelim();
            if (message.audited != null && $Object.hasOwnProperty.call(message, "audited") && message.audited !== 0)
                writer.uint32(/* id 13, wireType 0 =*/104).uint32(message.audited);
            if (message.auditsSkipped != null && $Object.hasOwnProperty.call(message, "auditsSkipped") && message.auditsSkipped !== 0)
                writer.uint32(/* id 14, wireType 0 =*/112).uint32(message.auditsSkipped);
            if (message.stepsPerEpoch != null && $Object.hasOwnProperty.call(message, "stepsPerEpoch") && message.stepsPerEpoch !== 0)
                writer.uint32(/* id 15, wireType 0 =*/120).uint32(message.stepsPerEpoch);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a StatusReply message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.StatusReply
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.StatusReply & lockstep.StatusReply.$Shape} StatusReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        StatusReply.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.lockstep.StatusReply();
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
                            message.run = value;
                        else
                            delete message.run;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.leaderEpoch = value;
                        else
                            delete message.leaderEpoch;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.version = value;
                        else
                            delete message.version;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.totalSteps = value;
                        else
                            delete message.totalSteps;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.phase = value;
                        else
                            delete message.phase;
                        continue;
                    }
                case 6: {
                        if (wireType !== 5)
                            break;
                        if (!$Object.is(value = reader.float(), 0))
                            message.openMs = value;
                        else
                            delete message.openMs;
                        continue;
                    }
                case 7: {
                        if (wireType !== 5)
                            break;
                        if (!$Object.is(value = reader.float(), 0))
                            message.medianStepMs = value;
                        else
                            delete message.medianStepMs;
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.paused = value;
                        else
                            delete message.paused;
                        continue;
                    }
                case 9: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.waitingFor = value;
                        else
                            delete message.waitingFor;
                        continue;
                    }
                case 10: {
                        if (wireType !== 2)
                            break;
                        if (!(message.workers && message.workers.length))
                            message.workers = [];
                        message.workers.push($root.lockstep.WorkerStatus.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 11: {
                        if (wireType !== 2)
                            break;
                        if (!(message.standbys && message.standbys.length))
                            message.standbys = [];
                        message.standbys.push($root.lockstep.StandbyStatus.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 12: {
                        if (wireType !== 2)
                            break;
                        if (!(message.refused && message.refused.length))
                            message.refused = [];
                        message.refused.push($root.lockstep.RefusedWorker.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 13: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.audited = value;
                        else
                            delete message.audited;
                        continue;
                    }
                case 14: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.auditsSkipped = value;
                        else
                            delete message.auditsSkipped;
                        continue;
                    }
                case 15: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.stepsPerEpoch = value;
                        else
                            delete message.stepsPerEpoch;
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

        return StatusReply;
    })();

    lockstep.WorkerStatus = (function() {

        /**
         * Properties of a WorkerStatus.
         * @typedef {Object} lockstep.WorkerStatus.$Properties
         * @property {string|null} [id] WorkerStatus id
         * @property {string|null} [device] WorkerStatus device
         * @property {string|null} [host] WorkerStatus host
         * @property {number|null} [silentMs] WorkerStatus silentMs
         * @property {number|null} [msPerShard] WorkerStatus msPerShard
         * @property {Array.<lockstep.HeldShards.$Properties>|null} [holds] WorkerStatus holds
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a WorkerStatus.
         * @memberof lockstep
         * @interface IWorkerStatus
         * @augments lockstep.WorkerStatus.$Properties
         * @deprecated Use lockstep.WorkerStatus.$Properties instead.
         */

        /**
         * Shape of a WorkerStatus.
         * @typedef {lockstep.WorkerStatus.$Properties} lockstep.WorkerStatus.$Shape
         */

        /**
         * Constructs a new WorkerStatus.
         * @memberof lockstep
         * @classdesc Represents a WorkerStatus.
         * @constructor
         * @param {lockstep.WorkerStatus.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const WorkerStatus = function (properties) {
            this.holds = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * WorkerStatus id.
         * @member {string} id
         * @memberof lockstep.WorkerStatus
         * @instance
         */
        WorkerStatus.prototype.id = "";

        /**
         * WorkerStatus device.
         * @member {string} device
         * @memberof lockstep.WorkerStatus
         * @instance
         */
        WorkerStatus.prototype.device = "";

        /**
         * WorkerStatus host.
         * @member {string} host
         * @memberof lockstep.WorkerStatus
         * @instance
         */
        WorkerStatus.prototype.host = "";

        /**
         * WorkerStatus silentMs.
         * @member {number} silentMs
         * @memberof lockstep.WorkerStatus
         * @instance
         */
        WorkerStatus.prototype.silentMs = 0;

        /**
         * WorkerStatus msPerShard.
         * @member {number} msPerShard
         * @memberof lockstep.WorkerStatus
         * @instance
         */
        WorkerStatus.prototype.msPerShard = 0;

        /**
         * WorkerStatus holds.
         * @member {Array.<lockstep.HeldShards.$Properties>} holds
         * @memberof lockstep.WorkerStatus
         * @instance
         */
        WorkerStatus.prototype.holds = $util.emptyArray;

        /**
         * Encodes the specified WorkerStatus message. Does not implicitly {@link lockstep.WorkerStatus.verify|verify} messages.
         * @function encode
         * @memberof lockstep.WorkerStatus
         * @static
         * @param {lockstep.WorkerStatus.$Properties} message WorkerStatus message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        WorkerStatus.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
            if (message.device != null && $Object.hasOwnProperty.call(message, "device") && message.device !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message.device);
            if (message.host != null && $Object.hasOwnProperty.call(message, "host") && message.host !== "")
                writer.uint32(/* id 3, wireType 2 =*/26).string(message.host);
            if (message.silentMs != null && $Object.hasOwnProperty.call(message, "silentMs") && !$Object.is(message.silentMs, 0))
                writer.uint32(/* id 4, wireType 5 =*/37).float(message.silentMs);
            if (message.msPerShard != null && $Object.hasOwnProperty.call(message, "msPerShard") && !$Object.is(message.msPerShard, 0))
                writer.uint32(/* id 5, wireType 5 =*/45).float(message.msPerShard);
            if (message.holds != null && message.holds.length)
                for (let i = 0; i < message.holds.length; ++i)
                    $root.lockstep.HeldShards.encode(message.holds[i], writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a WorkerStatus message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.WorkerStatus
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.WorkerStatus & lockstep.WorkerStatus.$Shape} WorkerStatus
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        WorkerStatus.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.lockstep.WorkerStatus();
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
                            message.id = value;
                        else
                            delete message.id;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.device = value;
                        else
                            delete message.device;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.host = value;
                        else
                            delete message.host;
                        continue;
                    }
                case 4: {
                        if (wireType !== 5)
                            break;
                        if (!$Object.is(value = reader.float(), 0))
                            message.silentMs = value;
                        else
                            delete message.silentMs;
                        continue;
                    }
                case 5: {
                        if (wireType !== 5)
                            break;
                        if (!$Object.is(value = reader.float(), 0))
                            message.msPerShard = value;
                        else
                            delete message.msPerShard;
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if (!(message.holds && message.holds.length))
                            message.holds = [];
                        message.holds.push($root.lockstep.HeldShards.decode(reader, reader.size(), $undefined, _depth + 1));
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

        return WorkerStatus;
    })();

    lockstep.HeldShards = (function() {

        /**
         * Properties of a HeldShards.
         * @typedef {Object} lockstep.HeldShards.$Properties
         * @property {number|null} [firstShard] HeldShards firstShard
         * @property {number|null} [shardCount] HeldShards shardCount
         * @property {number|null} [heldMs] HeldShards heldMs
         * @property {boolean|null} [late] HeldShards late
         * @property {boolean|null} [audit] HeldShards audit
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a HeldShards.
         * @memberof lockstep
         * @interface IHeldShards
         * @augments lockstep.HeldShards.$Properties
         * @deprecated Use lockstep.HeldShards.$Properties instead.
         */

        /**
         * Shape of a HeldShards.
         * @typedef {lockstep.HeldShards.$Properties} lockstep.HeldShards.$Shape
         */

        /**
         * Constructs a new HeldShards.
         * @memberof lockstep
         * @classdesc Represents a HeldShards.
         * @constructor
         * @param {lockstep.HeldShards.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const HeldShards = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * HeldShards firstShard.
         * @member {number} firstShard
         * @memberof lockstep.HeldShards
         * @instance
         */
        HeldShards.prototype.firstShard = 0;

        /**
         * HeldShards shardCount.
         * @member {number} shardCount
         * @memberof lockstep.HeldShards
         * @instance
         */
        HeldShards.prototype.shardCount = 0;

        /**
         * HeldShards heldMs.
         * @member {number} heldMs
         * @memberof lockstep.HeldShards
         * @instance
         */
        HeldShards.prototype.heldMs = 0;

        /**
         * HeldShards late.
         * @member {boolean} late
         * @memberof lockstep.HeldShards
         * @instance
         */
        HeldShards.prototype.late = false;

        /**
         * HeldShards audit.
         * @member {boolean} audit
         * @memberof lockstep.HeldShards
         * @instance
         */
        HeldShards.prototype.audit = false;

        /**
         * Encodes the specified HeldShards message. Does not implicitly {@link lockstep.HeldShards.verify|verify} messages.
         * @function encode
         * @memberof lockstep.HeldShards
         * @static
         * @param {lockstep.HeldShards.$Properties} message HeldShards message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        HeldShards.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.firstShard != null && $Object.hasOwnProperty.call(message, "firstShard") && message.firstShard !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.firstShard);
            if (message.shardCount != null && $Object.hasOwnProperty.call(message, "shardCount") && message.shardCount !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.shardCount);
            if (message.heldMs != null && $Object.hasOwnProperty.call(message, "heldMs") && !$Object.is(message.heldMs, 0))
                writer.uint32(/* id 3, wireType 5 =*/29).float(message.heldMs);
            if (message.late != null && $Object.hasOwnProperty.call(message, "late") && message.late !== false)
                writer.uint32(/* id 4, wireType 0 =*/32).bool(message.late);
            if (message.audit != null && $Object.hasOwnProperty.call(message, "audit") && message.audit !== false)
                writer.uint32(/* id 5, wireType 0 =*/40).bool(message.audit);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a HeldShards message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.HeldShards
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.HeldShards & lockstep.HeldShards.$Shape} HeldShards
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        HeldShards.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.lockstep.HeldShards();
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
                            message.firstShard = value;
                        else
                            delete message.firstShard;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.shardCount = value;
                        else
                            delete message.shardCount;
                        continue;
                    }
                case 3: {
                        if (wireType !== 5)
                            break;
                        if (!$Object.is(value = reader.float(), 0))
                            message.heldMs = value;
                        else
                            delete message.heldMs;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.late = value;
                        else
                            delete message.late;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.audit = value;
                        else
                            delete message.audit;
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

        return HeldShards;
    })();

    lockstep.StandbyStatus = (function() {

        /**
         * Properties of a StandbyStatus.
         * @typedef {Object} lockstep.StandbyStatus.$Properties
         * @property {string|null} [id] StandbyStatus id
         * @property {number|null} [version] StandbyStatus version
         * @property {boolean|null} [synced] StandbyStatus synced
         * @property {number|null} [silentMs] StandbyStatus silentMs
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a StandbyStatus.
         * @memberof lockstep
         * @interface IStandbyStatus
         * @augments lockstep.StandbyStatus.$Properties
         * @deprecated Use lockstep.StandbyStatus.$Properties instead.
         */

        /**
         * Shape of a StandbyStatus.
         * @typedef {lockstep.StandbyStatus.$Properties} lockstep.StandbyStatus.$Shape
         */

        /**
         * Constructs a new StandbyStatus.
         * @memberof lockstep
         * @classdesc Represents a StandbyStatus.
         * @constructor
         * @param {lockstep.StandbyStatus.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const StandbyStatus = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * StandbyStatus id.
         * @member {string} id
         * @memberof lockstep.StandbyStatus
         * @instance
         */
        StandbyStatus.prototype.id = "";

        /**
         * StandbyStatus version.
         * @member {number} version
         * @memberof lockstep.StandbyStatus
         * @instance
         */
        StandbyStatus.prototype.version = 0;

        /**
         * StandbyStatus synced.
         * @member {boolean} synced
         * @memberof lockstep.StandbyStatus
         * @instance
         */
        StandbyStatus.prototype.synced = false;

        /**
         * StandbyStatus silentMs.
         * @member {number} silentMs
         * @memberof lockstep.StandbyStatus
         * @instance
         */
        StandbyStatus.prototype.silentMs = 0;

        /**
         * Encodes the specified StandbyStatus message. Does not implicitly {@link lockstep.StandbyStatus.verify|verify} messages.
         * @function encode
         * @memberof lockstep.StandbyStatus
         * @static
         * @param {lockstep.StandbyStatus.$Properties} message StandbyStatus message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        StandbyStatus.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
            if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.version);
            if (message.synced != null && $Object.hasOwnProperty.call(message, "synced") && message.synced !== false)
                writer.uint32(/* id 3, wireType 0 =*/24).bool(message.synced);
            if (message.silentMs != null && $Object.hasOwnProperty.call(message, "silentMs") && !$Object.is(message.silentMs, 0))
                writer.uint32(/* id 4, wireType 5 =*/37).float(message.silentMs);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a StandbyStatus message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.StandbyStatus
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.StandbyStatus & lockstep.StandbyStatus.$Shape} StandbyStatus
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        StandbyStatus.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.lockstep.StandbyStatus();
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
                            message.id = value;
                        else
                            delete message.id;
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
                        if (value = reader.bool())
                            message.synced = value;
                        else
                            delete message.synced;
                        continue;
                    }
                case 4: {
                        if (wireType !== 5)
                            break;
                        if (!$Object.is(value = reader.float(), 0))
                            message.silentMs = value;
                        else
                            delete message.silentMs;
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

        return StandbyStatus;
    })();

    lockstep.RefusedWorker = (function() {

        /**
         * Properties of a RefusedWorker.
         * @typedef {Object} lockstep.RefusedWorker.$Properties
         * @property {string|null} [id] RefusedWorker id
         * @property {lockstep.RefusalCode|null} [code] RefusedWorker code
         * @property {string|null} [reason] RefusedWorker reason
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a RefusedWorker.
         * @memberof lockstep
         * @interface IRefusedWorker
         * @augments lockstep.RefusedWorker.$Properties
         * @deprecated Use lockstep.RefusedWorker.$Properties instead.
         */

        /**
         * Shape of a RefusedWorker.
         * @typedef {lockstep.RefusedWorker.$Properties} lockstep.RefusedWorker.$Shape
         */

        /**
         * Constructs a new RefusedWorker.
         * @memberof lockstep
         * @classdesc Represents a RefusedWorker.
         * @constructor
         * @param {lockstep.RefusedWorker.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const RefusedWorker = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * RefusedWorker id.
         * @member {string} id
         * @memberof lockstep.RefusedWorker
         * @instance
         */
        RefusedWorker.prototype.id = "";

        /**
         * RefusedWorker code.
         * @member {lockstep.RefusalCode} code
         * @memberof lockstep.RefusedWorker
         * @instance
         */
        RefusedWorker.prototype.code = 0;

        /**
         * RefusedWorker reason.
         * @member {string} reason
         * @memberof lockstep.RefusedWorker
         * @instance
         */
        RefusedWorker.prototype.reason = "";

        /**
         * Encodes the specified RefusedWorker message. Does not implicitly {@link lockstep.RefusedWorker.verify|verify} messages.
         * @function encode
         * @memberof lockstep.RefusedWorker
         * @static
         * @param {lockstep.RefusedWorker.$Properties} message RefusedWorker message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        RefusedWorker.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
            if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).int32(message.code);
            if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                writer.uint32(/* id 3, wireType 2 =*/26).string(message.reason);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a RefusedWorker message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.RefusedWorker
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.RefusedWorker & lockstep.RefusedWorker.$Shape} RefusedWorker
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        RefusedWorker.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.lockstep.RefusedWorker();
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
                            message.id = value;
                        else
                            delete message.id;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.code = value;
                        else
                            delete message.code;
                        continue;
                    }
                case 3: {
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

        return RefusedWorker;
    })();

    lockstep.WorkerMessage = (function() {

        /**
         * Properties of a WorkerMessage.
         * @typedef {Object} lockstep.WorkerMessage.$Properties
         * @property {number|null} [incarnation] WorkerMessage incarnation
         * @property {Uint8Array|null} [data] WorkerMessage data
         * @property {number|null} [leaderEpoch] WorkerMessage leaderEpoch
         * @property {lockstep.Join.$Properties|null} [join] WorkerMessage join
         * @property {lockstep.WorkerHeartbeat.$Properties|null} [heartbeat] WorkerMessage heartbeat
         * @property {lockstep.GradientPart.$Properties|null} [gradientPart] WorkerMessage gradientPart
         * @property {lockstep.WeightsRequest.$Properties|null} [weightsRequest] WorkerMessage weightsRequest
         * @property {lockstep.Leave.$Properties|null} [leave] WorkerMessage leave
         * @property {"join"|"heartbeat"|"gradientPart"|"weightsRequest"|"leave"} [body] WorkerMessage body
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
         *   leaderEpoch?: number|null;
         *   join?: lockstep.Join.$Shape|null;
         *   heartbeat?: lockstep.WorkerHeartbeat.$Shape|null;
         *   gradientPart?: lockstep.GradientPart.$Shape|null;
         *   weightsRequest?: lockstep.WeightsRequest.$Shape|null;
         *   leave?: lockstep.Leave.$Shape|null;
         *   $unknowns?: Array.<Uint8Array>;
         * } & (
         *   ({ body?: undefined; join?: null; heartbeat?: null; gradientPart?: null; weightsRequest?: null; leave?: null }|{ body?: "join"; join: lockstep.Join.$Shape; heartbeat?: null; gradientPart?: null; weightsRequest?: null; leave?: null }|{ body?: "heartbeat"; join?: null; heartbeat: lockstep.WorkerHeartbeat.$Shape; gradientPart?: null; weightsRequest?: null; leave?: null }|{ body?: "gradientPart"; join?: null; heartbeat?: null; gradientPart: lockstep.GradientPart.$Shape; weightsRequest?: null; leave?: null }|{ body?: "weightsRequest"; join?: null; heartbeat?: null; gradientPart?: null; weightsRequest: lockstep.WeightsRequest.$Shape; leave?: null }|{ body?: "leave"; join?: null; heartbeat?: null; gradientPart?: null; weightsRequest?: null; leave: lockstep.Leave.$Shape })
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
         * WorkerMessage leaderEpoch.
         * @member {number} leaderEpoch
         * @memberof lockstep.WorkerMessage
         * @instance
         */
        WorkerMessage.prototype.leaderEpoch = 0;

        /**
         * WorkerMessage join.
         * @member {lockstep.Join.$Properties|null|undefined} join
         * @memberof lockstep.WorkerMessage
         * @instance
         */
        WorkerMessage.prototype.join = null;

        /**
         * WorkerMessage heartbeat.
         * @member {lockstep.WorkerHeartbeat.$Properties|null|undefined} heartbeat
         * @memberof lockstep.WorkerMessage
         * @instance
         */
        WorkerMessage.prototype.heartbeat = null;

        /**
         * WorkerMessage gradientPart.
         * @member {lockstep.GradientPart.$Properties|null|undefined} gradientPart
         * @memberof lockstep.WorkerMessage
         * @instance
         */
        WorkerMessage.prototype.gradientPart = null;

        /**
         * WorkerMessage weightsRequest.
         * @member {lockstep.WeightsRequest.$Properties|null|undefined} weightsRequest
         * @memberof lockstep.WorkerMessage
         * @instance
         */
        WorkerMessage.prototype.weightsRequest = null;

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
         * @member {"join"|"heartbeat"|"gradientPart"|"weightsRequest"|"leave"|undefined} body
         * @memberof lockstep.WorkerMessage
         * @instance
         */
        $Object.defineProperty(WorkerMessage.prototype, "body", {
            get: $util.oneOfGetter($oneOfFields = ["join", "heartbeat", "gradientPart", "weightsRequest", "leave"]),
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
            if (message.leaderEpoch != null && $Object.hasOwnProperty.call(message, "leaderEpoch") && message.leaderEpoch !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.leaderEpoch);
            if (message.join != null && $Object.hasOwnProperty.call(message, "join"))
                $root.lockstep.Join.encode(message.join, writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
            if (message.heartbeat != null && $Object.hasOwnProperty.call(message, "heartbeat"))
                $root.lockstep.WorkerHeartbeat.encode(message.heartbeat, writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
            if (message.gradientPart != null && $Object.hasOwnProperty.call(message, "gradientPart"))
                $root.lockstep.GradientPart.encode(message.gradientPart, writer.uint32(/* id 12, wireType 2 =*/98).fork(), _depth + 1).ldelim();
            if (message.weightsRequest != null && $Object.hasOwnProperty.call(message, "weightsRequest"))
                $root.lockstep.WeightsRequest.encode(message.weightsRequest, writer.uint32(/* id 13, wireType 2 =*/106).fork(), _depth + 1).ldelim();
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
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.leaderEpoch = value;
                        else
                            delete message.leaderEpoch;
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
                        message.heartbeat = $root.lockstep.WorkerHeartbeat.decode(reader, reader.size(), $undefined, _depth + 1, message.heartbeat);
                        message.body = "heartbeat";
                        continue;
                    }
                case 12: {
                        if (wireType !== 2)
                            break;
                        message.gradientPart = $root.lockstep.GradientPart.decode(reader, reader.size(), $undefined, _depth + 1, message.gradientPart);
                        message.body = "gradientPart";
                        continue;
                    }
                case 13: {
                        if (wireType !== 2)
                            break;
                        message.weightsRequest = $root.lockstep.WeightsRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.weightsRequest);
                        message.body = "weightsRequest";
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

    lockstep.WorkerHeartbeat = (function() {

        /**
         * Properties of a WorkerHeartbeat.
         * @typedef {Object} lockstep.WorkerHeartbeat.$Properties
         * @property {number|null} [version] WorkerHeartbeat version
         * @property {number|null} [leaseId] WorkerHeartbeat leaseId
         * @property {boolean|null} [computed] WorkerHeartbeat computed
         * @property {number|null} [msPerShard] WorkerHeartbeat msPerShard
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a WorkerHeartbeat.
         * @memberof lockstep
         * @interface IWorkerHeartbeat
         * @augments lockstep.WorkerHeartbeat.$Properties
         * @deprecated Use lockstep.WorkerHeartbeat.$Properties instead.
         */

        /**
         * Shape of a WorkerHeartbeat.
         * @typedef {lockstep.WorkerHeartbeat.$Properties} lockstep.WorkerHeartbeat.$Shape
         */

        /**
         * Constructs a new WorkerHeartbeat.
         * @memberof lockstep
         * @classdesc Represents a WorkerHeartbeat.
         * @constructor
         * @param {lockstep.WorkerHeartbeat.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const WorkerHeartbeat = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * WorkerHeartbeat version.
         * @member {number} version
         * @memberof lockstep.WorkerHeartbeat
         * @instance
         */
        WorkerHeartbeat.prototype.version = 0;

        /**
         * WorkerHeartbeat leaseId.
         * @member {number} leaseId
         * @memberof lockstep.WorkerHeartbeat
         * @instance
         */
        WorkerHeartbeat.prototype.leaseId = 0;

        /**
         * WorkerHeartbeat computed.
         * @member {boolean} computed
         * @memberof lockstep.WorkerHeartbeat
         * @instance
         */
        WorkerHeartbeat.prototype.computed = false;

        /**
         * WorkerHeartbeat msPerShard.
         * @member {number} msPerShard
         * @memberof lockstep.WorkerHeartbeat
         * @instance
         */
        WorkerHeartbeat.prototype.msPerShard = 0;

        /**
         * Encodes the specified WorkerHeartbeat message. Does not implicitly {@link lockstep.WorkerHeartbeat.verify|verify} messages.
         * @function encode
         * @memberof lockstep.WorkerHeartbeat
         * @static
         * @param {lockstep.WorkerHeartbeat.$Properties} message WorkerHeartbeat message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        WorkerHeartbeat.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.version);
            if (message.leaseId != null && $Object.hasOwnProperty.call(message, "leaseId") && message.leaseId !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.leaseId);
            if (message.computed != null && $Object.hasOwnProperty.call(message, "computed") && message.computed !== false)
                writer.uint32(/* id 3, wireType 0 =*/24).bool(message.computed);
            if (message.msPerShard != null && $Object.hasOwnProperty.call(message, "msPerShard") && !$Object.is(message.msPerShard, 0))
                writer.uint32(/* id 4, wireType 5 =*/37).float(message.msPerShard);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a WorkerHeartbeat message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.WorkerHeartbeat
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.WorkerHeartbeat & lockstep.WorkerHeartbeat.$Shape} WorkerHeartbeat
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        WorkerHeartbeat.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.lockstep.WorkerHeartbeat();
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
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.leaseId = value;
                        else
                            delete message.leaseId;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.computed = value;
                        else
                            delete message.computed;
                        continue;
                    }
                case 4: {
                        if (wireType !== 5)
                            break;
                        if (!$Object.is(value = reader.float(), 0))
                            message.msPerShard = value;
                        else
                            delete message.msPerShard;
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

        return WorkerHeartbeat;
    })();

    lockstep.GradientPart = (function() {

        /**
         * Properties of a GradientPart.
         * @typedef {Object} lockstep.GradientPart.$Properties
         * @property {number|null} [leaseId] GradientPart leaseId
         * @property {number|null} [level] GradientPart level
         * @property {number|null} [index] GradientPart index
         * @property {number|null} [samples] GradientPart samples
         * @property {number|null} [lossSum] GradientPart lossSum
         * @property {number|null} [part] GradientPart part
         * @property {number|null} [computeMs] GradientPart computeMs
         * @property {number|null} [waitMs] GradientPart waitMs
         * @property {number|null} [version] GradientPart version
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a GradientPart.
         * @memberof lockstep
         * @interface IGradientPart
         * @augments lockstep.GradientPart.$Properties
         * @deprecated Use lockstep.GradientPart.$Properties instead.
         */

        /**
         * Shape of a GradientPart.
         * @typedef {lockstep.GradientPart.$Properties} lockstep.GradientPart.$Shape
         */

        /**
         * Constructs a new GradientPart.
         * @memberof lockstep
         * @classdesc Represents a GradientPart.
         * @constructor
         * @param {lockstep.GradientPart.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const GradientPart = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * GradientPart leaseId.
         * @member {number} leaseId
         * @memberof lockstep.GradientPart
         * @instance
         */
        GradientPart.prototype.leaseId = 0;

        /**
         * GradientPart level.
         * @member {number} level
         * @memberof lockstep.GradientPart
         * @instance
         */
        GradientPart.prototype.level = 0;

        /**
         * GradientPart index.
         * @member {number} index
         * @memberof lockstep.GradientPart
         * @instance
         */
        GradientPart.prototype.index = 0;

        /**
         * GradientPart samples.
         * @member {number} samples
         * @memberof lockstep.GradientPart
         * @instance
         */
        GradientPart.prototype.samples = 0;

        /**
         * GradientPart lossSum.
         * @member {number} lossSum
         * @memberof lockstep.GradientPart
         * @instance
         */
        GradientPart.prototype.lossSum = 0;

        /**
         * GradientPart part.
         * @member {number} part
         * @memberof lockstep.GradientPart
         * @instance
         */
        GradientPart.prototype.part = 0;

        /**
         * GradientPart computeMs.
         * @member {number} computeMs
         * @memberof lockstep.GradientPart
         * @instance
         */
        GradientPart.prototype.computeMs = 0;

        /**
         * GradientPart waitMs.
         * @member {number} waitMs
         * @memberof lockstep.GradientPart
         * @instance
         */
        GradientPart.prototype.waitMs = 0;

        /**
         * GradientPart version.
         * @member {number} version
         * @memberof lockstep.GradientPart
         * @instance
         */
        GradientPart.prototype.version = 0;

        /**
         * Encodes the specified GradientPart message. Does not implicitly {@link lockstep.GradientPart.verify|verify} messages.
         * @function encode
         * @memberof lockstep.GradientPart
         * @static
         * @param {lockstep.GradientPart.$Properties} message GradientPart message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        GradientPart.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.leaseId != null && $Object.hasOwnProperty.call(message, "leaseId") && message.leaseId !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.leaseId);
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
                writer.uint32(/* id 7, wireType 5 =*/61).float(message.computeMs);
            if (message.waitMs != null && $Object.hasOwnProperty.call(message, "waitMs") && !$Object.is(message.waitMs, 0))
                writer.uint32(/* id 8, wireType 5 =*/69).float(message.waitMs);
            if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                writer.uint32(/* id 9, wireType 0 =*/72).uint32(message.version);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a GradientPart message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.GradientPart
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.GradientPart & lockstep.GradientPart.$Shape} GradientPart
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        GradientPart.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.lockstep.GradientPart();
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
                            message.leaseId = value;
                        else
                            delete message.leaseId;
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
                case 7: {
                        if (wireType !== 5)
                            break;
                        if (!$Object.is(value = reader.float(), 0))
                            message.computeMs = value;
                        else
                            delete message.computeMs;
                        continue;
                    }
                case 8: {
                        if (wireType !== 5)
                            break;
                        if (!$Object.is(value = reader.float(), 0))
                            message.waitMs = value;
                        else
                            delete message.waitMs;
                        continue;
                    }
                case 9: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.version = value;
                        else
                            delete message.version;
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

        return GradientPart;
    })();

    lockstep.WeightsRequest = (function() {

        /**
         * Properties of a WeightsRequest.
         * @typedef {Object} lockstep.WeightsRequest.$Properties
         * @property {number|null} [version] WeightsRequest version
         * @property {Array.<number>|null} [parts] WeightsRequest parts
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a WeightsRequest.
         * @memberof lockstep
         * @interface IWeightsRequest
         * @augments lockstep.WeightsRequest.$Properties
         * @deprecated Use lockstep.WeightsRequest.$Properties instead.
         */

        /**
         * Shape of a WeightsRequest.
         * @typedef {lockstep.WeightsRequest.$Properties} lockstep.WeightsRequest.$Shape
         */

        /**
         * Constructs a new WeightsRequest.
         * @memberof lockstep
         * @classdesc Represents a WeightsRequest.
         * @constructor
         * @param {lockstep.WeightsRequest.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const WeightsRequest = function (properties) {
            this.parts = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * WeightsRequest version.
         * @member {number} version
         * @memberof lockstep.WeightsRequest
         * @instance
         */
        WeightsRequest.prototype.version = 0;

        /**
         * WeightsRequest parts.
         * @member {Array.<number>} parts
         * @memberof lockstep.WeightsRequest
         * @instance
         */
        WeightsRequest.prototype.parts = $util.emptyArray;

        /**
         * Encodes the specified WeightsRequest message. Does not implicitly {@link lockstep.WeightsRequest.verify|verify} messages.
         * @function encode
         * @memberof lockstep.WeightsRequest
         * @static
         * @param {lockstep.WeightsRequest.$Properties} message WeightsRequest message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        WeightsRequest.encode = function (message, writer, _depth) {
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
         * Decodes a WeightsRequest message from the specified reader or buffer.
         * @function decode
         * @memberof lockstep.WeightsRequest
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {lockstep.WeightsRequest & lockstep.WeightsRequest.$Shape} WeightsRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        WeightsRequest.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.lockstep.WeightsRequest();
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

        return WeightsRequest;
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
         * @property {string|null} [mediaType] SampleRequest mediaType
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
         * SampleRequest mediaType.
         * @member {string} mediaType
         * @memberof lockstep.SampleRequest
         * @instance
         */
        SampleRequest.prototype.mediaType = "";

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
            if (message.mediaType != null && $Object.hasOwnProperty.call(message, "mediaType") && message.mediaType !== "")
                writer.uint32(/* id 4, wireType 2 =*/34).string(message.mediaType);
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
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.mediaType = value;
                        else
                            delete message.mediaType;
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

    lockstep.SampleReply = (function() {

        /**
         * Properties of a SampleReply.
         * @typedef {Object} lockstep.SampleReply.$Properties
         * @property {number|null} [step] SampleReply step
         * @property {string|null} [mediaType] SampleReply mediaType
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
         * SampleReply mediaType.
         * @member {string} mediaType
         * @memberof lockstep.SampleReply
         * @instance
         */
        SampleReply.prototype.mediaType = "";

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
            if (message.mediaType != null && $Object.hasOwnProperty.call(message, "mediaType") && message.mediaType !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message.mediaType);
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
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.mediaType = value;
                        else
                            delete message.mediaType;
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
