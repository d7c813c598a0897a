namespace Kerasharp.Tests.Coverage;

/// <summary>The names that Keras has, by table: what docs/coverage.md answers for.</summary>
internal static class KerasTables
{
    /// <summary>Tables of layers.</summary>
    public static readonly (string Title, string[] Names)[] Layers =
    [
        (
            "Core layers",
            [
                "InputLayer",
                "Dense",
                "EinsumDense",
                "Embedding",
                "ReversibleEmbedding",
                "Identity",
                "Lambda",
                "Masking",
                "TernaryDense",
                "Wrapper",
            ]
        ),
        ("Activation layers", ["Activation", "ReLU", "LeakyReLU", "PReLU", "ELU", "Softmax"]),
        (
            "Convolution",
            [
                "Conv1D",
                "Conv2D",
                "Conv3D",
                "Conv1DTranspose",
                "Conv2DTranspose",
                "Conv3DTranspose",
                "DepthwiseConv1D",
                "DepthwiseConv2D",
                "SeparableConv1D",
                "SeparableConv2D",
            ]
        ),
        (
            "Pooling",
            [
                .. Dimensions("MaxPooling"),
                .. Dimensions("AveragePooling"),
                .. Dimensions("GlobalMaxPooling"),
                .. Dimensions("GlobalAveragePooling"),
                .. Dimensions("AdaptiveMaxPooling"),
                .. Dimensions("AdaptiveAveragePooling"),
            ]
        ),
        (
            "Normalization",
            [
                "BatchNormalization",
                "LayerNormalization",
                "GroupNormalization",
                "RMSNormalization",
                "UnitNormalization",
                "SpectralNormalization",
            ]
        ),
        (
            "Regularization",
            [
                "Dropout",
                .. Dimensions("SpatialDropout"),
                "GaussianDropout",
                "GaussianNoise",
                "AlphaDropout",
                "ActivityRegularization",
            ]
        ),
        (
            "Reshaping",
            [
                "Flatten",
                "Reshape",
                "Permute",
                "RepeatVector",
                .. Dimensions("ZeroPadding"),
                .. Dimensions("Cropping"),
                .. Dimensions("UpSampling"),
            ]
        ),
        (
            "Recurrent",
            [
                "RNN",
                "SimpleRNN",
                "LSTM",
                "GRU",
                "SimpleRNNCell",
                "LSTMCell",
                "GRUCell",
                "StackedRNNCells",
                "Bidirectional",
                "TimeDistributed",
                .. Dimensions("ConvLSTM"),
            ]
        ),
        ("Attention", ["MultiHeadAttention", "GroupQueryAttention", "Attention", "AdditiveAttention"]),
        ("Merging", ["Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate", "Dot"]),
        (
            "Preprocessing",
            [
                "Normalization",
                "Rescaling",
                "Discretization",
                "CategoryEncoding",
                "Hashing",
                "HashedCrossing",
                "StringLookup",
                "IntegerLookup",
                "TextVectorization",
                "MelSpectrogram",
                "STFTSpectrogram",
                "Pipeline",
            ]
        ),
        (
            "Image preprocessing and augmentation",
            [
                "Resizing",
                "CenterCrop",
                "RandomCrop",
                "RandomFlip",
                "RandomRotation",
                "RandomTranslation",
                "RandomZoom",
                "RandomShear",
                "RandomPerspective",
                "RandomElasticTransform",
                "RandomBrightness",
                "RandomContrast",
                "RandomHue",
                "RandomSaturation",
                "RandomColorJitter",
                "RandomColorDegeneration",
                "RandomGrayscale",
                "RandomInvert",
                "RandomPosterization",
                "RandomSharpness",
                "RandomGaussianBlur",
                "RandomErasing",
                "AutoContrast",
                "Equalization",
                "Solarization",
                "ContrastLimitedAdaptiveHistogramEqualization",
                "RandAugment",
                "AugMix",
                "MixUp",
                "CutMix",
                "MaxNumBoundingBoxes",
            ]
        ),
    ];

    /// <summary>Activation functions.</summary>
    public static readonly string[] Activations =
    [
        "linear",
        "relu",
        "relu6",
        "leaky_relu",
        "elu",
        "selu",
        "celu",
        "gelu",
        "glu",
        "silu",
        "mish",
        "sigmoid",
        "hard_sigmoid",
        "hard_silu",
        "hard_tanh",
        "hard_shrink",
        "soft_shrink",
        "tanh_shrink",
        "threshold",
        "tanh",
        "softmax",
        "log_softmax",
        "log_sigmoid",
        "softplus",
        "softsign",
        "exponential",
        "squareplus",
        "sparsemax",
        "sparse_plus",
        "sparse_sigmoid",
    ];

    /// <summary>Initializers.</summary>
    public static readonly string[] Initializers =
    [
        "Zeros",
        "Ones",
        "Constant",
        "Identity",
        "STFT",
        "RandomNormal",
        "RandomUniform",
        "TruncatedNormal",
        "VarianceScaling",
        "GlorotNormal",
        "GlorotUniform",
        "HeNormal",
        "HeUniform",
        "LecunNormal",
        "LecunUniform",
        "Orthogonal",
    ];

    /// <summary>Regularizers.</summary>
    public static readonly string[] Regularizers = ["L1", "L2", "L1L2", "OrthogonalRegularizer"];

    /// <summary>Losses.</summary>
    public static readonly string[] Losses =
    [
        "MeanSquaredError",
        "MeanAbsoluteError",
        "MeanAbsolutePercentageError",
        "MeanSquaredLogarithmicError",
        "Huber",
        "LogCosh",
        "CosineSimilarity",
        "BinaryCrossentropy",
        "BinaryFocalCrossentropy",
        "CategoricalCrossentropy",
        "CategoricalFocalCrossentropy",
        "CategoricalGeneralizedCrossEntropy",
        "SparseCategoricalCrossentropy",
        "KLDivergence",
        "Poisson",
        "Hinge",
        "SquaredHinge",
        "CategoricalHinge",
        "CTC",
        "Dice",
        "Tversky",
        "Circle",
    ];

    /// <summary>Constraints.</summary>
    public static readonly string[] Constraints = ["MaxNorm", "MinMaxNorm", "NonNeg", "UnitNorm"];

    /// <summary>Metrics.</summary>
    public static readonly string[] Metrics =
    [
        "Accuracy",
        "BinaryAccuracy",
        "CategoricalAccuracy",
        "SparseCategoricalAccuracy",
        "TopKCategoricalAccuracy",
        "SparseTopKCategoricalAccuracy",
        "AUC",
        "Precision",
        "Recall",
        "TruePositives",
        "TrueNegatives",
        "FalsePositives",
        "FalseNegatives",
        "PrecisionAtRecall",
        "RecallAtPrecision",
        "SensitivityAtSpecificity",
        "SpecificityAtSensitivity",
        "F1Score",
        "FBetaScore",
        "IoU",
        "BinaryIoU",
        "MeanIoU",
        "OneHotIoU",
        "OneHotMeanIoU",
        "PearsonCorrelation",
        "ConcordanceCorrelation",
        "BinaryCrossentropy",
        "CategoricalCrossentropy",
        "SparseCategoricalCrossentropy",
        "KLDivergence",
        "Poisson",
        "MeanSquaredError",
        "RootMeanSquaredError",
        "MeanAbsoluteError",
        "MeanAbsolutePercentageError",
        "MeanSquaredLogarithmicError",
        "CosineSimilarity",
        "LogCoshError",
        "R2Score",
        "Hinge",
        "SquaredHinge",
        "CategoricalHinge",
        "Mean",
        "Sum",
        "MeanMetricWrapper",
    ];

    /// <summary>Optimizers.</summary>
    public static readonly string[] Optimizers =
    [
        "SGD",
        "RMSprop",
        "Adam",
        "AdamW",
        "Adamax",
        "Nadam",
        "Adagrad",
        "Adadelta",
        "Adafactor",
        "Ftrl",
        "Lamb",
        "Lion",
        "Muon",
        "ScheduleFreeAdamW",
        "LossScaleOptimizer",
        "MultiOptimizer",
    ];

    /// <summary>Schedules of learning rates.</summary>
    public static readonly string[] Schedules =
    [
        "ExponentialDecay",
        "PiecewiseConstantDecay",
        "PolynomialDecay",
        "InverseTimeDecay",
        "CosineDecay",
        "CosineDecayRestarts",
    ];

    /// <summary>Callbacks.</summary>
    public static readonly string[] Callbacks =
    [
        "EarlyStopping",
        "ModelCheckpoint",
        "BackupAndRestore",
        "ReduceLROnPlateau",
        "LearningRateScheduler",
        "TensorBoard",
        "CSVLogger",
        "History",
        "LambdaCallback",
        "ProgbarLogger",
        "TerminateOnNaN",
        "SwapEMAWeights",
        "RemoteMonitor",
        "OrbaxCheckpoint",
    ];

    /// <summary>What models can do: Keras's word for it, and the members by which it is done here.</summary>
    public static readonly (string Feature, (string Type, string Member)[] Members)[] Models =
    [
        ("Sequential", [("Sequential", "Add"), ("Sequential", ".ctor")]),
        ("Functional (several inputs and outputs, shared layers)", [("Layers.Layer", "Apply"), ("Model", ".ctor")]),
        ("Subclassed Model", [("Model", "Call"), ("Model", "Inputs")]),
        (
            "Custom Layer (build, call)",
            [("Layers.Layer", "Build"), ("Layers.Layer", "Call"), ("Layers.Layer", "AddWeight")]
        ),
        ("Nested models", [("Layers.Layer", "Invoke"), ("Model", "Layers")]),
        ("Deferred build", [("Layers.Layer", "IsBuilt"), ("Layers.Layer", "NeedsBuild")]),
        ("clone_model", [("Utils", "CloneModel")]),
        (
            "get_layer, layers, pop, add",
            [("Model", "GetLayer"), ("Model", "Layers"), ("Sequential", "Pop"), ("Sequential", "Add")]
        ),
        (
            "compute_output_shape, input checks",
            [("Layers.Layer", "ComputeOutputShape"), ("Layers.LayerException", "Layer")]
        ),
        ("Layer.trainable", [("Layers.Layer", "Trainable"), ("Layers.Layer", "TrainableWeights")]),
        (
            "LoRA (enable_lora)",
            [("Layers.Dense", "EnableLora"), ("Layers.EinsumDense", "EnableLora"), ("Layers.Embedding", "EnableLora")]
        ),
        ("Rematerialization (RematScope)", [("RematScope", ".ctor")]),
        (
            "get_config, from_config, to_json",
            [("Model", "ToJson"), ("Model", "FromJson"), ("Layers.Layer", "GetConfig"), ("Layers.Layer", "FromConfig")]
        ),
        ("summary, plot_model", [("Model", "Summary"), ("Utils", "PlotModel")]),
    ];

    /// <summary>Arguments that no class has, and why: they are left out, not ignored.</summary>
    public static readonly (string Name, string Why)[] LeftOut =
    [
        ("use_cudnn", "which kernel runs is the runtime's matter; an export holds the operator that cuDNN has"),
        ("dtype", "a property of every layer instead: new Dense(10) { Dtype = \"float32\" }"),
        ("autocast", "layers cast what they are given to their dtype, but for indices, as Keras's own do"),
        ("sparse", "ONNX Runtime has no sparse tensors that a graph of layers could use"),
        ("ragged", "ONNX has no ragged tensors"),
        ("quantization_config", "weights are not quantized yet"),
        ("gptq_unpacked_column_size", "as quantization_config"),
        ("reverse_dtype", "the reverse computes in the layer's dtype"),
        ("profile_batch", "steps run within ONNX Runtime, whose profiles are none of TensorBoard's"),
        ("input_tensor", "a tensor of another library; an Input makes its own"),
    ];

    /// <summary>Arguments of which Keras itself takes one value alone, so that no example can have another.</summary>
    public static readonly (string Class, string Argument, string Value)[] OneValued =
    [
        ("IntegerLookup", "vocabulary_dtype", "int64"),
        ("Resizing", "fill_mode", "constant"),
    ];

    /// <summary>Rows that are explained instead: at most eight.</summary>
    public static readonly (string Name, string Why)[] Explained =
    [
        (
            "STFT",
            "the initializer; STFTSpectrogram, which uses it in Keras, computes the same window and basis as constants"
        ),
        (
            "OrbaxCheckpoint",
            "writes JAX's checkpoints; ModelCheckpoint and BackupAndRestore do the same with files of our own"
        ),
        .. KerasFeatures.Explained.Select(e => (e.Name, e.Why)),
    ];

    /// <summary>Rows whose code is on its way and not there yet. What has come must be taken off the list.</summary>
    public static readonly string[] Awaited = [];

    private static string[] Dimensions(string name) => [$"{name}1D", $"{name}2D", $"{name}3D"];
}
