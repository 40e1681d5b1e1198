/** Estimators and transformers: what makes the object that `transform` is called on; estimators are fitted first. */
export interface MlCase {
  /** Python, as the modules of pyspark.ml are imported by `preamble`. */
  readonly stage: string;
  readonly fits: boolean;
  /** The columns that it adds to `base`. */
  readonly adds: string;
  /** The columns that it adds to `strict`, where they differ. */
  readonly addsStrict?: string;
}

/** Rows that every case can be fitted on, with columns that may be null (`base`) and that may not (`strict`). */
export const preamble = `
from pyspark.ml import Pipeline
from pyspark.ml import classification, clustering, feature, fpm, recommendation, regression, tuning, evaluation
from pyspark.ml.linalg import Vectors, VectorUDT
from pyspark.sql.types import StructType, StructField, DoubleType, StringType, ArrayType, IntegerType, LongType, FloatType

def schema(nullable):
    return StructType([
        StructField("label", DoubleType(), nullable),
        StructField("features", VectorUDT(), nullable),
        StructField("text", StringType(), nullable),
        StructField("words", ArrayType(StringType(), nullable), nullable),
        StructField("num", DoubleType(), nullable),
        StructField("num2", DoubleType(), nullable),
        StructField("whole", IntegerType(), nullable),
        StructField("single", FloatType(), nullable),
        StructField("user", IntegerType(), nullable),
        StructField("item", IntegerType(), nullable),
        StructField("rating", FloatType(), nullable),
        StructField("censor", DoubleType(), nullable),
        StructField("many", ArrayType(LongType(), nullable), nullable),
    ])

rows = [
    (float(n % 2), Vectors.dense([float(n % 2), float(n % 3)]), "a b" if n % 2 else "c d", ["a", "b"] if n % 2 else ["c", "d"],
     float(n), float(n % 3), n, float(n), n % 3, n % 2, n + 1.0, 1.0, [n, -1])
    for n in range(24)
]
base = spark.createDataFrame(rows, schema(True))
strict = spark.createDataFrame(rows, schema(False))
`;

export const mlCases: readonly MlCase[] = [
  {
    stage: `feature.Binarizer(threshold=0.5, inputCol="num", outputCol="o")`,
    fits: false,
    adds: "o double not null",
  },
  {
    stage: `feature.Binarizer(threshold=0.5, inputCol="features", outputCol="o")`,
    fits: false,
    adds: "o vector",
  },
  {
    stage: `feature.Binarizer(thresholds=[0.5, 1.0], inputCols=["num", "num2"], outputCols=["o", "p"])`,
    fits: false,
    adds: "o double not null, p double not null",
  },
  {
    stage: `feature.Bucketizer(splits=[-1.0, 1.0, 100.0], inputCol="num", outputCol="o")`,
    fits: false,
    adds: "o double",
    addsStrict: "o double not null",
  },
  {
    stage: `feature.Bucketizer(splits=[-1.0, 1.0, 100.0], inputCol="whole", outputCol="o")`,
    fits: false,
    adds: "o double",
    addsStrict: "o double not null",
  },
  {
    stage: `feature.Bucketizer(splitsArray=[[-1.0, 1.0, 100.0], [-1.0, 1.0, 100.0]], inputCols=["num", "num2"], outputCols=["o", "p"])`,
    fits: false,
    adds: "o double, p double",
    addsStrict: "o double not null, p double not null",
  },
  { stage: `feature.DCT(inputCol="features", outputCol="o")`, fits: false, adds: "o vector" },
  {
    stage: `feature.ElementwiseProduct(scalingVec=Vectors.dense([1.0, 2.0]), inputCol="features", outputCol="o")`,
    fits: false,
    adds: "o vector",
  },
  { stage: `feature.FeatureHasher(inputCols=["num", "text"], outputCol="o")`, fits: false, adds: "o vector" },
  { stage: `feature.HashingTF(inputCol="words", outputCol="o")`, fits: false, adds: "o vector" },
  {
    stage: `feature.IndexToString(inputCol="label", outputCol="o", labels=["x", "y"])`,
    fits: false,
    adds: "o string",
  },
  { stage: `feature.Interaction(inputCols=["num", "whole"], outputCol="o")`, fits: false, adds: "o vector" },
  { stage: `feature.NGram(n=2, inputCol="words", outputCol="o")`, fits: false, adds: "o array<string>" },
  { stage: `feature.Normalizer(inputCol="features", outputCol="o")`, fits: false, adds: "o vector" },
  { stage: `feature.PolynomialExpansion(inputCol="features", outputCol="o")`, fits: false, adds: "o vector" },
  { stage: `feature.RegexTokenizer(inputCol="text", outputCol="o")`, fits: false, adds: "o array<string>" },
  {
    stage: `feature.StopWordsRemover(inputCol="words", outputCol="o")`,
    fits: false,
    adds: "o array<string>",
  },
  {
    stage: `feature.StopWordsRemover(inputCols=["words"], outputCols=["o"])`,
    fits: false,
    adds: "o array<string>",
  },
  { stage: `feature.Tokenizer(inputCol="text", outputCol="o")`, fits: false, adds: "o array<string>" },
  { stage: `feature.Tokenizer(inputCol="text").setOutputCol("o")`, fits: false, adds: "o array<string>" },
  {
    stage: `feature.VectorAssembler(inputCols=["num", "features"], outputCol="o")`,
    fits: false,
    adds: "o vector",
  },
  { stage: `feature.VectorSizeHint(inputCol="features", size=2)`, fits: false, adds: "" },
  {
    stage: `feature.VectorSlicer(inputCol="features", outputCol="o", indices=[1])`,
    fits: false,
    adds: "o vector",
  },
  {
    stage: `feature.SQLTransformer(statement="SELECT num, num + 1 AS more FROM __THIS__")`,
    fits: false,
    adds: "more double",
    addsStrict: "more double not null",
  },
  {
    stage: `feature.StringIndexerModel.from_labels(["a b", "c d"], inputCol="text", outputCol="o")`,
    fits: false,
    adds: "o double not null",
  },
  {
    stage: `feature.CountVectorizerModel.from_vocabulary(["a", "b"], inputCol="words", outputCol="o")`,
    fits: false,
    adds: "o vector",
  },
  {
    stage: `feature.BucketedRandomProjectionLSH(inputCol="features", outputCol="o", bucketLength=2.0)`,
    fits: true,
    adds: "o array<vector>",
  },
  { stage: `feature.ChiSqSelector(numTopFeatures=1, outputCol="o")`, fits: true, adds: "o vector" },
  { stage: `feature.CountVectorizer(inputCol="words", outputCol="o")`, fits: true, adds: "o vector" },
  { stage: `feature.IDF(inputCol="features", outputCol="o")`, fits: true, adds: "o vector" },
  {
    stage: `feature.Imputer(inputCol="num", outputCol="o")`,
    fits: true,
    adds: "o double",
    addsStrict: "o double not null",
  },
  {
    stage: `feature.Imputer(inputCols=["num", "single", "whole"], outputCols=["o", "p", "q"])`,
    fits: true,
    adds: "o double, p float, q int",
    addsStrict: "o double not null, p float not null, q int",
  },
  { stage: `feature.MaxAbsScaler(inputCol="features", outputCol="o")`, fits: true, adds: "o vector" },
  { stage: `feature.MinHashLSH(inputCol="features", outputCol="o")`, fits: true, adds: "o array<vector>" },
  { stage: `feature.MinMaxScaler(inputCol="features", outputCol="o")`, fits: true, adds: "o vector" },
  {
    stage: `feature.OneHotEncoder(inputCols=["whole", "label"], outputCols=["o", "p"])`,
    fits: true,
    adds: "o vector, p vector",
  },
  { stage: `feature.OneHotEncoder(inputCol="label", outputCol="o")`, fits: true, adds: "o vector" },
  { stage: `feature.PCA(k=1, inputCol="features", outputCol="o")`, fits: true, adds: "o vector" },
  {
    stage: `feature.QuantileDiscretizer(numBuckets=2, inputCol="num", outputCol="o")`,
    fits: true,
    adds: "o double",
    addsStrict: "o double not null",
  },
  {
    stage: `feature.QuantileDiscretizer(numBuckets=2, inputCols=["num", "whole"], outputCols=["o", "p"])`,
    fits: true,
    adds: "o double, p double",
    addsStrict: "o double not null, p double not null",
  },
  { stage: `feature.RFormula(formula="label ~ num + text", featuresCol="f")`, fits: true, adds: "f vector" },
  {
    stage: `feature.RFormula(formula="num ~ num2", featuresCol="f", labelCol="l")`,
    fits: true,
    adds: "f vector, l double",
    addsStrict: "f vector, l double not null",
  },
  {
    stage: `feature.RFormula(formula="text ~ num + num2", labelCol="l", featuresCol="f")`,
    fits: true,
    adds: "f vector, l double not null",
  },
  { stage: `feature.RobustScaler(inputCol="features", outputCol="o")`, fits: true, adds: "o vector" },
  { stage: `feature.StandardScaler(inputCol="features", outputCol="o")`, fits: true, adds: "o vector" },
  { stage: `feature.StringIndexer(inputCol="text", outputCol="o")`, fits: true, adds: "o double not null" },
  {
    stage: `feature.StringIndexer(inputCols=["text", "num"], outputCols=["o", "p"])`,
    fits: true,
    adds: "o double not null, p double not null",
  },
  {
    stage: `feature.TargetEncoder(inputCols=["label"], outputCols=["o"], labelCol="num", targetType="continuous")`,
    fits: true,
    adds: "o double",
  },
  {
    stage: `feature.UnivariateFeatureSelector(outputCol="o").setFeatureType("continuous").setLabelType("categorical").setSelectionThreshold(1)`,
    fits: true,
    adds: "o vector",
  },
  {
    stage: `feature.VarianceThresholdSelector(outputCol="o", varianceThreshold=0.01)`,
    fits: true,
    adds: "o vector",
  },
  { stage: `feature.VectorIndexer(inputCol="features", outputCol="o")`, fits: true, adds: "o vector" },
  {
    stage: `feature.Word2Vec(vectorSize=2, minCount=0, inputCol="words", outputCol="o")`,
    fits: true,
    adds: "o vector",
  },
  {
    stage: "classification.DecisionTreeClassifier(maxDepth=1)",
    fits: true,
    adds: "rawPrediction vector, probability vector, prediction double not null",
  },
  {
    stage: `classification.DecisionTreeClassifier(maxDepth=1, leafCol="leaf")`,
    fits: true,
    adds: "rawPrediction vector, probability vector, prediction double not null, leaf double not null",
  },
  {
    stage: "classification.FMClassifier(maxIter=1)",
    fits: true,
    adds: "rawPrediction vector, probability vector, prediction double not null",
  },
  {
    stage: "classification.GBTClassifier(maxIter=1, maxDepth=1)",
    fits: true,
    adds: "rawPrediction vector, probability vector, prediction double not null",
  },
  {
    stage: "classification.LinearSVC(maxIter=1)",
    fits: true,
    adds: "rawPrediction vector, prediction double not null",
  },
  {
    stage: "classification.LogisticRegression(maxIter=1)",
    fits: true,
    adds: "rawPrediction vector, probability vector, prediction double not null",
  },
  {
    stage: `classification.LogisticRegression(maxIter=1, predictionCol="p", probabilityCol="q", rawPredictionCol="")`,
    fits: true,
    adds: "q vector, p double not null",
  },
  {
    stage: "classification.MultilayerPerceptronClassifier(layers=[2, 2], maxIter=1)",
    fits: true,
    adds: "rawPrediction vector, probability vector, prediction double not null",
  },
  {
    stage: "classification.NaiveBayes()",
    fits: true,
    adds: "rawPrediction vector, probability vector, prediction double not null",
  },
  {
    stage: "classification.OneVsRest(classifier=classification.LogisticRegression(maxIter=1))",
    fits: true,
    adds: "rawPrediction vector, prediction double",
  },
  {
    stage: "classification.RandomForestClassifier(numTrees=1, maxDepth=1)",
    fits: true,
    adds: "rawPrediction vector, probability vector, prediction double not null",
  },
  { stage: "clustering.BisectingKMeans(k=2, maxIter=1)", fits: true, adds: "prediction int not null" },
  {
    stage: "clustering.GaussianMixture(k=2, maxIter=1)",
    fits: true,
    adds: "probability vector, prediction int not null",
  },
  { stage: "clustering.KMeans(k=2, maxIter=1)", fits: true, adds: "prediction int not null" },
  { stage: "clustering.LDA(k=2, maxIter=1)", fits: true, adds: "topicDistribution vector" },
  {
    stage: `fpm.FPGrowth(itemsCol="words", minSupport=0.2)`,
    fits: true,
    adds: "prediction array<string>",
    addsStrict: "prediction array<string not null>",
  },
  {
    stage: `fpm.FPGrowth(itemsCol="many", minSupport=0.2)`,
    fits: true,
    adds: "prediction array<bigint>",
    addsStrict: "prediction array<bigint not null>",
  },
  { stage: "recommendation.ALS(maxIter=1, rank=1)", fits: true, adds: "prediction float not null" },
  {
    stage: `regression.AFTSurvivalRegression(labelCol="rating", censorCol="censor", maxIter=1)`,
    fits: true,
    adds: "prediction double not null",
  },
  {
    stage: `regression.AFTSurvivalRegression(labelCol="rating", censorCol="censor", maxIter=1, quantilesCol="quantiles")`,
    fits: true,
    adds: "prediction double not null, quantiles vector",
  },
  { stage: "regression.DecisionTreeRegressor(maxDepth=1)", fits: true, adds: "prediction double not null" },
  {
    stage: `regression.DecisionTreeRegressor(maxDepth=1, varianceCol="variance")`,
    fits: true,
    adds: "prediction double not null, variance double not null",
  },
  { stage: "regression.FMRegressor(maxIter=1)", fits: true, adds: "prediction double not null" },
  { stage: "regression.GBTRegressor(maxIter=1, maxDepth=1)", fits: true, adds: "prediction double not null" },
  {
    stage: "regression.GeneralizedLinearRegression(maxIter=1)",
    fits: true,
    adds: "prediction double not null",
  },
  {
    stage: `regression.GeneralizedLinearRegression(maxIter=1, linkPredictionCol="link")`,
    fits: true,
    adds: "link double not null, prediction double not null",
  },
  { stage: "regression.IsotonicRegression()", fits: true, adds: "prediction double not null" },
  { stage: "regression.LinearRegression(maxIter=1)", fits: true, adds: "prediction double not null" },
  {
    stage: "regression.RandomForestRegressor(numTrees=1, maxDepth=1)",
    fits: true,
    adds: "prediction double not null",
  },
  {
    stage: `Pipeline(stages=[feature.Tokenizer(inputCol="text", outputCol="t"), feature.HashingTF(inputCol="t", outputCol="f"), regression.LinearRegression(featuresCol="f", maxIter=1)])`,
    fits: true,
    adds: "t array<string>, f vector, prediction double not null",
  },
  {
    stage:
      "tuning.TrainValidationSplit(estimator=regression.LinearRegression(maxIter=1), estimatorParamMaps=[{}], evaluator=evaluation.RegressionEvaluator(), trainRatio=0.5, seed=1)",
    fits: true,
    adds: "prediction double not null",
  },
  {
    stage:
      "tuning.CrossValidator(estimator=regression.LinearRegression(maxIter=1), estimatorParamMaps=[{}], evaluator=evaluation.RegressionEvaluator(), numFolds=2, seed=1)",
    fits: true,
    adds: "prediction double not null",
  },
];
